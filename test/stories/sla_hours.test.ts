import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { addLeave } from "../../core/access/people/add_leave.ts";
import { removeLeave } from "../../core/access/people/remove_leave.ts";
import { draftPolicy, publishPolicy, simulatePolicy } from "../../core/policies/ops/policies.ts";
import { getRecord } from "../../core/records/ops/one.ts";
import { insightDrill } from "../../insight/ops/drill.ts";
import { insightReport } from "../../insight/ops/report.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { getCalendar, previewCalendar, setCalendar } from "../../leads/sla/ops/calendar.ts";
import { pauseClocks, resumeClocks } from "../../leads/sla/ops/pause.ts";
import { previewLeave, previewPolicy } from "../../leads/sla/ops/preview.ts";
import { at, office, rule } from "./sla/office.ts";

const { w, admin, east, boss, rep, mate, other, clocks, publish, lead, running, owner, call, monday } = await office();
afterAll(() => w.close());
beforeEach(monday);

describe("when hours change", () => {
  it("says which running clocks a calendar would move before it is set, and moves exactly those", async () => {
    await publish(rule({ target_minutes: { other: 480 } }));
    const [id, far] = await Promise.all([lead(), lead({ owner_id: other.id })]);
    expect((await running(id))[0]?.due_at).toBe(at("03T09:30"));
    const { calendar } = await w.as(admin, getCalendar, {});
    const night = { ...calendar, windows: { ...calendar.windows, mon: [["09:00", "21:00"]] } } as never;
    const foreseen = await w.as(admin, previewCalendar, { calendar: night, team_id: east });
    expect(foreseen).toMatchObject({ clocks: 1, moved: 1, earlier: 1, later: 0, breached: 0, examples: [{ lead_id: id, owner: "林晓", from: at("03T09:30"), to: at("02T17:00") }] });
    expect((await running(id))[0]?.due_at).toBe(at("03T09:30"));
    expect(await w.as(admin, setCalendar, { calendar: night, team_id: east })).toMatchObject({ own: true, of_team: { name: "华东" }, teams: [east] });
    await w.travel({ minutes: 1 });
    expect((await running(id))[0]?.due_at).toBe(at("02T17:00"));
    expect((await w.as(rep, getRecord, { object: "lead", id })).response_due_at).toBe(at("02T17:00"));
    expect((await running(far))[0]?.due_at).toBe(at("03T09:30"));
    // A clock that starts now counts in its team's hours.
    expect((await running(await lead()))[0]?.due_at).toBe(at("02T17:01"));
    await w.as(admin, setCalendar, { calendar: null, team_id: east });
    await w.travel({ minutes: 1 });
    expect((await running(id))[0]?.due_at).toBe(at("03T09:30"));
    expect(await w.as(admin, getCalendar, { team_id: east })).toMatchObject({ own: false, of_team: null });
  });

  it("leave entered later stops the clock, does nothing, or hands the lead on when it begins, as the rule says", async () => {
    await publish(rule({ target_minutes: { other: 600 } }));
    const stops = await lead();
    await w.as(admin, addLeave, { id: rep.id, from_at: at("03T00:00"), to_at: at("04T00:00") });
    await w.travel({ minutes: 1 });
    expect((await running(stops))[0]?.due_at).toBe(at("04T11:30"));
    await publish(rule({ target_minutes: { other: 600 }, on_leave: "run" }));
    expect((await running(stops))[0]?.due_at).toBe(at("03T11:30"));
    await w.as(admin, draftPolicy, { kind: "route", body: { rules: [{ id: "east", name: { zh: "华东轮转", en: "East" }, when: { all: [] }, target: { kind: "people", ids: [rep.id, mate.id] }, strategy: { kind: "round_robin" } }], fallback: { kind: "pool", id: DEFAULT_POOL } } });
    await w.as(admin, publishPolicy, { kind: "route" });
    await publish(rule({ target_minutes: { other: 600 }, on_leave: "hand_on" }));
    await w.travel({ hours: 15 });
    expect(await owner(stops)).toBe(mate.id);
  });

  it("a trial of a policy says how it would have gone and which running clocks it would move; publishing moves them", async () => {
    await publish(rule({ target_minutes: { other: 120 } }));
    const [quick, slow, open] = [await lead({ source: "抖音" }), await lead({ source: "抖音" }), await lead({ source: "官网" })];
    await w.travel({ minutes: 30 });
    await call(rep, quick);
    await w.travel({ minutes: 60 });
    await call(rep, slow);
    const draft = { clocks: [rule({ target_minutes: { other: 60 } })] };
    const trial = (await w.as(admin, simulatePolicy, { kind: "sla", body: draft, filter: { field: "id", op: "in", value: [quick, slow, open] } })) as never as { leads: number; changed: number; clocks: Record<string, unknown>; running: Record<string, unknown>; differences: { id: string; after: { reasons: { code: string }[] } }[] };
    expect(trial).toMatchObject({ leads: 3, changed: 2, clocks: { before: { met: 2, missed: 0, running: 1 }, after: { met: 1, missed: 2, running: 0 }, source: [{ id: "抖音", after: { met: 1, missed: 1 } }, { id: "官网", after: { missed: 1 } }] }, running: { clocks: 1, moved: 1, earlier: 1, breached: 1 } });
    expect(trial.differences.find((d) => d.id === slow)?.after.reasons[0]?.code).toBe("replay_missed");
    expect((await running(open))[0]?.due_at).toBe(at("02T11:00"));
    await publish(...draft.clocks);
    expect((await running(open))[0]?.due_at).toBe(at("02T10:00"));
    await publish();
    expect((await clocks(open)).map((c) => c.state)).toEqual(["cancelled"]);
    expect((await w.as(rep, getRecord, { object: "lead", id: open })).response_due_at).toBeNull();
  });
});

describe("leave, before it is entered", () => {
  const tomorrow = { from_at: at("03T00:00"), to_at: at("04T00:00") };

  it("says which clocks of the person it would move and from when to when; entering it moves exactly those", async () => {
    await publish(rule({ target_minutes: { other: 600 } }));
    const [id] = [await lead(), await lead({ owner_id: mate.id })];
    const seen = await w.as(rep, previewLeave, { id: rep.id, ...tomorrow });
    expect(seen).toMatchObject({ clocks: 1, moved: 1, later: 1, handed_on: 0, people: [{ name: "林晓", moved: 1 }], examples: [{ lead_id: id, from: at("03T11:30"), to: at("04T11:30") }] });
    const { id: leave_id } = await w.as(rep, addLeave, { id: rep.id, ...tomorrow });
    await w.travel({ minutes: 1 });
    expect((await running(id))[0]?.due_at).toBe(at("04T11:30"));
    expect(await w.as(boss, previewLeave, { id: rep.id, ...tomorrow, remove: true })).toMatchObject({ moved: 1, earlier: 1, examples: [{ to: at("03T11:30") }] });
    expect((await running(id))[0]?.due_at).toBe(at("04T11:30"));
    await w.as(boss, removeLeave, { id: rep.id, leave_id });
    await w.travel({ minutes: 1 });
    expect((await running(id))[0]?.due_at).toBe(at("03T11:30"));
  });

  it("counts the leads that would be handed on, and is nobody else's business", async () => {
    await publish(rule({ target_minutes: { other: 600 }, on_leave: "hand_on" }));
    await lead();
    expect(await w.as(rep, previewLeave, { id: rep.id, ...tomorrow })).toMatchObject({ moved: 0, handed_on: 1 });
    await expect(w.as(mate, previewLeave, { id: rep.id, ...tomorrow })).rejects.toMatchObject({ code: "forbidden" });
    await expect(w.as(rep, previewLeave, { id: rep.id, from_at: tomorrow.to_at, to_at: tomorrow.from_at })).rejects.toMatchObject({ code: "invalid_input" });
  });
});

it("what publishing a policy would do to running clocks is told before, person by person", async () => {
  await publish(rule({ target_minutes: { other: 120 } }));
  await Promise.all([lead(), lead(), lead({ owner_id: mate.id })]);
  const seen = await w.as(admin, previewPolicy, { body: { clocks: [rule({ target_minutes: { other: 60 } })] } });
  expect(seen).toMatchObject({ clocks: 3, moved: 3, earlier: 3, breached: 0, people: [{ name: "林晓", moved: 2 }, { name: "陈宇", moved: 1 }] });
  expect(await w.as(admin, previewPolicy, { body: { clocks: [] } })).toMatchObject({ moved: 0, withdrawn: 3 });
});

it("an answer is measured in the time that counts: not the night, not leave, not a pause", async () => {
  await publish(rule({ target_minutes: { other: 120 } }));
  w.at(at("02T17:00"));
  const [plain, paused, mine] = [await lead({ owner_id: mate.id }), await lead({ owner_id: mate.id }), await lead()];
  await w.as(rep, addLeave, { id: rep.id, from_at: at("03T09:00"), to_at: at("03T09:30") });
  await w.as(mate, pauseClocks, { id: paused, reason: "等客户" });
  w.at(at("03T09:15"));
  await w.as(mate, resumeClocks, { id: paused });
  w.at(at("03T10:00"));
  for (const [who, id] of [[mate, plain], [mate, paused], [rep, mine]] as const) await call(who, id);
  await w.travel({ seconds: 1 });
  expect(await Promise.all([plain, paused, mine].map(async (id) => (await clocks(id))[0]?.own_seconds))).toEqual([7_200, 2_700, 5_400]);
  const { sections } = await w.as(boss, insightReport, { report: "sla_distribution", from: "2026-03-01", to: "2026-03-03" });
  const whole = sections.find((section) => section.key === "whole")?.rows[0]?.cells;
  expect([whole?.answered?.value, whole?.median_minutes?.value, whole?.own_median_minutes?.value]).toEqual([3, 1_020, 90]);
  const within = sections.find((section) => section.key === "own_ranges")?.rows.filter((row) => row.cells.clocks?.value).map((row) => [row.key, row.cells.clocks?.value]);
  expect(within).toEqual([["60", 1], ["120", 2]]);
  const behind = await w.as(boss, insightDrill, { ...(sections.find((section) => section.key === "own_ranges")?.rows.find((row) => row.key === "60")?.cells.clocks?.ids_query as { report: string; cell: string }) });
  expect(behind.items.map((item) => item.lead_id)).toEqual([paused]);
});
