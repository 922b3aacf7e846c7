import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addLeave } from "../../core/access/people/add_leave.ts";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { sweepDue } from "../../core/jobs/sweep.ts";
import type { Row } from "../../core/language/types.ts";
import { draftPolicy, publishPolicy, simulatePolicy } from "../../core/policies/ops/policies.ts";
import { getRecord, patchRecord } from "../../core/records/ops/one.ts";
import { createRows, updateRows } from "../../core/records/write.ts";
import { sweeps } from "../../apps/everything.ts";
import { convertLead, unconvertLead } from "../../leads/convert/ops.ts";
import { recordReceipts } from "../../leads/lead.receipts.ts";
import { acceptLead } from "../../leads/pool/ops/stage.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { slaBoard } from "../../leads/sla/ops/board.ts";
import { getCalendar, previewCalendar, setCalendar } from "../../leads/sla/ops/calendar.ts";
import { leadClocks, pauseClocks, resumeClocks } from "../../leads/sla/ops/pause.ts";
import { type ClockRule, DEFAULT_SLA_POLICY, type SlaPolicy } from "../../leads/sla/policy.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { type World, world } from "../world.ts";

type Person = Actor & { kind: "person" };
let w: World;
let admin: Person;
let boss: Person;
let rep: Person;
let mate: Person;
let other: Person;
let east: string;

const BASE: ClockRule = { id: "first", name: { zh: "首次响应", en: "First response" }, step: "first_response", when: { all: [] }, target_minutes: { other: 60 }, time: "business", steps: [], on_transfer: "restart" };
const rule = (more: Partial<ClockRule> = {}): ClockRule => ({ ...BASE, ...more });

async function publish(...clocks: ClockRule[]): Promise<void> {
  await w.as(admin, draftPolicy, { kind: "sla", body: { clocks } satisfies SlaPolicy });
  await w.as(admin, publishPolicy, { kind: "sla" });
  await sweepDue(w.house, sweeps);
}

let phone = 600_000_000;
async function lead(values: Row = {}): Promise<string> {
  const [made] = await transaction({ ...w.system(), cause: { kind: "capture" } }, (tx) => createRows(tx, "lead", [{ name: "王总", phone: `+8613${phone++}`, stage: "new", owner_id: rep.id, ...values }]));
  if (!made?.row) throw made?.refused;
  return made.row.id as string;
}
const change = (id: string, changes: Row) => transaction(w.system(), async (tx) => {
  for (const { refused } of await updateRows(tx, "lead", [{ id, changes }])) if (refused) throw refused;
});
const clocks = async (id: string) => (await sql<{ step: string; state: string; due_at: string; owner_id: string; started_at: string }>`
  select step, state, due_at, owner_id, started_at from clew.clock where lead_id = ${id} order by started_at, step`.execute(w.house.db)).rows;
const running = async (id: string) => (await clocks(id)).filter((c) => c.state === "running" || c.state === "paused");
const notices = async (person: Person, kind: string) => (await sql<{ facts: Record<string, unknown>; record_id: string }>`
  select facts, record_id from clew.notification where person_id = ${person.id} and kind = ${kind} order by at, id`.execute(w.house.db)).rows;
const owner = async (id: string) => (await w.as(admin, getRecord, { object: "lead", id })).owner_id as string | null;
const at = (text: string) => new Date(`2026-03-${text}+08:00`).toISOString();
const call = (who: Person, id: string) => w.as(who, logActivity, { id, kind: "call", summary: "聊", nothing_next: true });

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  east = await w.team("华东");
  boss = await w.person("主管", "manager", "华东");
  await sql`update clew.team set manager_id = ${boss.id} where id = ${east}`.execute(w.house.db);
  rep = await w.person("林晓", "rep", "华东");
  mate = await w.person("陈宇", "rep", "华东");
  other = await w.person("周敏", "rep", "华北");
});
afterAll(() => w.close());
beforeEach(async () => {
  // Tests go on in time; each begins on a Monday at nine.
  const monday = new Date("2026-03-02T09:00:00+08:00");
  w.at(monday.toISOString());
  await sql`delete from clew.clock`.execute(w.house.db);
  await sql`delete from clew.notification`.execute(w.house.db);
});

describe("the four steps", () => {
  it("first response, acceptance, the next follow-up and leaving a stage are each timed from their own event", async () => {
    await publish(rule(), rule({ id: "accept", step: "accept", target_minutes: { other: 120 } }), rule({ id: "next", step: "next_activity", target_minutes: { other: 450 } }), rule({ id: "leave_contacted", step: "stage_exit", stage: "contacted", target_minutes: { other: 900 } }));
    const id = await lead();
    expect((await running(id)).map((c) => [c.step, c.due_at])).toEqual([["accept", at("02T11:00")], ["first_response", at("02T10:00")]]);
    await w.travel({ minutes: 30 });
    await call(rep, id);
    expect((await running(id)).map((c) => [c.step, c.due_at])).toEqual([["accept", at("02T11:00")], ["next_activity", at("03T09:30")], ["stage_exit", at("04T09:30")]]);
    expect((await clocks(id)).find((c) => c.step === "first_response")?.state).toBe("met");
    await w.as(rep, acceptLead, { id });
    expect((await running(id)).map((c) => c.step)).toEqual(["next_activity"]);
    expect((await clocks(id)).filter((c) => c.state === "met").map((c) => c.step).sort()).toEqual(["accept", "first_response", "stage_exit"]);
    await w.travel({ days: 1, hours: 1 });
    await call(rep, id);
    // The follow-up came an hour late, and starts the next wait.
    expect((await clocks(id)).filter((c) => c.step === "next_activity").map((c) => [c.state, c.due_at])).toEqual([["missed", at("03T09:30")], ["running", at("04T10:30")]]);
    await change(id, { owner_id: null, pool_id: DEFAULT_POOL, stage: "new" });
    expect(await running(id)).toEqual([]);
  });

  it("a transfer restarts each clock or lets it go on with the new owner, as its rule says", async () => {
    await publish(rule(), rule({ id: "next", step: "next_activity", target_minutes: { other: 450 }, on_transfer: "continue" }));
    const id = await lead();
    await call(rep, id);
    await w.travel({ hours: 1 });
    await change(id, { owner_id: mate.id });
    expect((await running(id)).map((c) => [c.step, c.due_at, c.owner_id])).toEqual([["next_activity", at("02T18:00"), mate.id], ["first_response", at("02T11:00"), mate.id]]);
  });

  it("with the shipped policy nothing but the response clock ever runs", async () => {
    await publish(...DEFAULT_SLA_POLICY.clocks);
    const id = await lead({ stage: "qualified" });
    await call(rep, id);
    await change(id, { stage: "accepted" });
    expect((await clocks(id)).map((c) => [c.step, c.state])).toEqual([["first_response", "met"]]);
  });

  it("undoing a conversion starts what its conversion had ended", async () => {
    await publish(rule());
    const id = await lead({ company: "上海云图科技有限公司" });
    await w.as(boss, convertLead, { id });
    expect(await running(id)).toEqual([]);
    await w.travel({ minutes: 20 });
    await w.as(boss, unconvertLead, { id });
    expect((await running(id)).map((c) => [c.step, c.due_at])).toEqual([["first_response", at("02T10:20")]]);
    expect((await w.as(admin, getRecord, { object: "lead", id })).response_due_at).toBe(at("02T10:20"));
  });
});

describe("pauses", () => {
  it("a clock paused by hand keeps what it had left, fires nothing, and goes on with exactly that", async () => {
    await publish(rule({ steps: [{ id: "due", at: { minutes_after: 0 }, do: "notify_owner" }] }));
    const id = await lead();
    await w.travel({ minutes: 20 });
    const { items } = await w.as(rep, pauseClocks, { id, reason: "等客户回复" });
    expect(items[0]).toMatchObject({ state: "paused", paused: { reason: { zh: "等客户回复" }, by: "hand", remaining_seconds: 2_400, until: null } });
    expect((await w.as(rep, getRecord, { object: "lead", id })).response_due_at).toBeNull();
    await w.travel({ days: 1 });
    expect(await notices(rep, "sla_warning")).toEqual([]);
    await w.as(rep, resumeClocks, { id });
    expect((await running(id)).map((c) => [c.state, c.due_at])).toEqual([["running", at("03T10:00")]]);
    await w.travel({ minutes: 39 });
    expect(await notices(rep, "sla_warning")).toEqual([]);
    await w.travel({ minutes: 1 });
    expect(await notices(rep, "sla_warning")).toHaveLength(1);
    const receipts = await w.as(rep, recordReceipts, { object: "lead", id });
    const told = receipts.items.find((r) => r.kind === "sla")?.explain.map((e) => e.zh) ?? [];
    expect(told.some((text) => text.includes("暂停计时：等客户回复"))).toBe(true);
  });

  it("a pause with an end goes on from exactly that moment, however late somebody looks", async () => {
    await publish(rule());
    const id = await lead();
    await w.travel({ minutes: 30 });
    await w.as(rep, pauseClocks, { id, reason: "约了十一点", until: at("02T11:00") });
    await w.travel({ days: 3 });
    expect((await running(id)).map((c) => [c.state, c.due_at])).toEqual([["running", at("02T11:30")]]);
  });

  it("the policy limits how long a clock may stand still in all, and whether people may stop it", async () => {
    await publish(rule({ pause: { while: [], by_hand: true, max_minutes: 60 } }));
    const id = await lead();
    await w.as(rep, pauseClocks, { id, reason: "一" });
    await w.travel({ minutes: 30 });
    await w.as(rep, resumeClocks, { id });
    await w.as(rep, pauseClocks, { id, reason: "二" });
    await w.travel({ hours: 1 });
    expect((await running(id)).map((c) => [c.state, c.due_at])).toEqual([["running", at("02T11:00")]]);
    await expect(w.as(rep, pauseClocks, { id, reason: "三" })).rejects.toMatchObject({ code: "pause_used_up" });
    await publish(rule({ pause: { while: [], by_hand: false, max_minutes: null } }));
    await expect(w.as(rep, pauseClocks, { id, reason: "四" })).rejects.toMatchObject({ code: "pause_not_allowed" });
    await expect(w.as(other, pauseClocks, { id, reason: "五" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("while a lead meets a pause rule its clock stands still, from the start too", async () => {
    await publish(rule({ pause: { while: [{ id: "waiting", name: { zh: "等客户", en: "Waiting for the customer" }, when: { field: "tags", op: "contains", value: "nurture" } }], by_hand: true, max_minutes: null } }));
    const id = await lead();
    await w.travel({ minutes: 15 });
    await w.as(rep, patchRecord, { object: "lead", id, body: { tags: ["nurture"] } } as never);
    expect((await w.as(rep, leadClocks, { id })).items[0]).toMatchObject({ state: "paused", paused: { reason: { zh: "等客户" }, by: "rule", remaining_seconds: 2_700 } });
    await w.travel({ hours: 1 });
    await change(id, { tags: [] });
    expect((await running(id)).map((c) => [c.state, c.due_at])).toEqual([["running", at("02T11:00")]]);
    const born = await lead({ tags: ["nurture"] });
    expect((await running(born)).map((c) => c.state)).toEqual(["paused"]);
    // What happens during a pause is in time.
    await w.travel({ days: 2 });
    await call(rep, born);
    expect((await clocks(born)).map((c) => c.state)).toEqual(["met"]);
  });
});

describe("steps before and after", () => {
  it("tells the owner, the manager and a group, makes the next step urgent, each once, after downtime too and marked late", async () => {
    await publish(rule({
      steps: [
        { id: "half", at: { percent: 50 }, do: "notify_owner" }, { id: "due", at: { minutes_after: 0 }, do: "notify_manager" },
        { id: "group", at: { minutes_after: 30 }, do: "notify_group", to: { people: [other.id], teams: [east] } }, { id: "raise", at: { minutes_after: 60 }, do: "raise_priority" },
      ],
    }));
    const id = await lead();
    await w.travel({ minutes: 31 });
    expect((await notices(rep, "sla_warning")).map((n) => n.facts.late)).toEqual([false]);
    await w.travel({ days: 1 });
    await Promise.all([sweepDue(w.house, sweeps), sweepDue(w.house, sweeps)]);
    expect((await notices(rep, "sla_warning"))).toHaveLength(1);
    expect((await notices(boss, "sla_breach")).map((n) => [n.facts.step, n.facts.late]).sort()).toEqual([["due", true], ["group", true]]);
    expect((await notices(other, "sla_breach")).map((n) => [n.facts.step, n.facts.late])).toEqual([["group", true]]);
    const { rows } = await sql<{ priority: string; is_next_step: boolean }>`select priority, is_next_step from crm.task where lead_id = ${id}`.execute(w.house.db);
    expect(rows).toEqual([{ priority: "high", is_next_step: true }]);
    await call(rep, id);
    expect((await sql<{ n: number }>`select count(*)::int as n from crm.task where lead_id = ${id} and done_at is null`.execute(w.house.db)).rows[0]?.n).toBe(0);
  });

  it("hands a missed lead to the next candidate, never to who missed it, and takes it back where nobody is left to ask", async () => {
    await w.as(admin, draftPolicy, { kind: "route", body: { rules: [{ id: "east", name: { zh: "华东轮转", en: "East" }, when: { all: [] }, target: { kind: "people", ids: [rep.id, mate.id] }, strategy: { kind: "round_robin" } }], fallback: { kind: "pool", id: DEFAULT_POOL } } });
    await w.as(admin, publishPolicy, { kind: "route" });
    await publish(rule({ steps: [{ id: "on", at: { minutes_after: 0 }, do: "reassign" }, { id: "back", at: { minutes_after: 60 }, do: "return_to_pool" }] }));
    const ids = await Promise.all([lead(), lead(), lead()]);
    await w.travel({ hours: 1 });
    expect(await Promise.all(ids.map(owner))).toEqual([mate.id, mate.id, mate.id]);
    expect(await notices(mate, "lead_assigned")).toHaveLength(3);
    expect(await notices(rep, "sla_reassigned")).toHaveLength(3);
    const receipts = await w.as(admin, recordReceipts, { object: "lead", id: ids[0] as string });
    const receipt = receipts.items.find((r) => r.kind === "sla" && r.outcome.do === "reassign");
    expect(receipt).toMatchObject({ outcome: { done: true, owner_id: mate.id } });
    expect(receipt?.candidates.find((c) => c.id === rep.id)?.outcome).toBe("out");
    // Mate misses it too: rep has missed it before, so nobody can take it; an hour later it goes back.
    await w.travel({ hours: 1 });
    expect(await Promise.all(ids.map(owner))).toEqual([mate.id, mate.id, mate.id]);
    expect(await notices(boss, "sla_nobody")).toHaveLength(3);
    await w.travel({ hours: 4 });
    expect(await Promise.all(ids.map(owner))).toEqual([null, null, null]);
  });
});

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
    await publish(rule({ target_minutes: { other: 600 }, on_leave: "hand_on" }));
    await w.travel({ hours: 15 });
    expect(await owner(stops)).toBe(mate.id);
    await sql`delete from clew.leave`.execute(w.house.db);
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

describe("the board", () => {
  it("shows running clocks by due time, late ones first, those that stand still last, within the viewer's scope", async () => {
    await publish(rule({ target_minutes: { A: 30, other: 120 } }));
    const [a, b, c, d] = [await lead(), await lead({ owner_id: mate.id }), await lead(), await lead({ owner_id: other.id })];
    await w.travel({ minutes: 10 });
    await w.as(rep, pauseClocks, { id: c, reason: "等资料" });
    await w.travel({ minutes: 111 });
    const late = await lead();
    const board = await w.as(boss, slaBoard, {});
    expect(board.items.map((i) => [i.lead.id, i.clock.late, i.clock.state])).toEqual([[a, true, "running"], [b, true, "running"], [late, false, "running"], [c, false, "paused"]]);
    expect(board.counts).toEqual({ late: 2, soon: 0, running: 3, paused: 1 });
    expect(board.people.map((p) => [p.name, p.late, p.running, p.paused])).toEqual([["林晓", 1, 2, 1], ["陈宇", 1, 1, 0]]);
    expect((await w.as(rep, slaBoard, { show: "late" })).items.map((i) => i.lead.id)).toEqual([a]);
    expect((await w.as(admin, slaBoard, {})).items.map((i) => i.lead.id).sort()).toEqual([a, b, late, c, d].sort());
    expect((await w.as(admin, slaBoard, { team_id: east, show: "paused" })).items.map((i) => i.lead.id)).toEqual([c]);
    expect((await w.as(other, slaBoard, { owner_id: rep.id })).items).toEqual([]);
  });
});
