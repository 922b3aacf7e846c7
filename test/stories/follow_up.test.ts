import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { listNotifications } from "../../core/notifications/ops.ts";
import { draftPolicy, publishPolicy } from "../../core/policies/ops/policies.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { queryRecords } from "../../core/records/ops/list.ts";
import { getRecord, patchRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { transaction } from "../../core/db/transaction.ts";
import { DEFAULT_POOL_POLICY } from "../../leads/pool/policy.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { type World, world } from "../world.ts";

let w: World;
let admin: Actor;
let li: Actor & { kind: "person" };
let wang: Actor & { kind: "person" };

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  li = await w.person("李雷", "rep", "华东");
  wang = await w.person("王芳", "rep", "华北");
});
afterAll(() => w.close());

async function lead(values: Record<string, unknown> = {}): Promise<string> {
  const [made] = await transaction(w.system(), (tx) => createRows(tx, "lead", [{ name: "赵敏", stage: "new", owner_id: li.id, ...values } as never]));
  return made?.row?.id as string;
}
const see = (id: string) => w.as(admin, getRecord, { object: "lead", id });
const tasksOf = async (id: string) => (await w.as(admin, queryRecords, { object: "task", filter: { field: "lead_id", op: "is", value: id }, sort: ["created_at"] })).items;
const clocks = async (id: string) => (await sql<{ state: string; stopped_at: string | null }>`select state, stopped_at from clew.clock where lead_id = ${id} order by started_at`.execute(w.house.db)).rows;
const local = (day: string, time = "10:00:00") => `${day}T${time}+08:00`;

describe("following up", () => {
  it("the first call answers the clock, moves the stage and sets what comes next", async () => {
    w.at(local("2026-03-02", "09:00:00"));
    const id = await lead();
    expect(await clocks(id)).toMatchObject([{ state: "running" }]);
    w.at(local("2026-03-02", "09:30:00"));
    const { lead: after, activity } = await w.as(li, logActivity, { id, kind: "call", outcome: "interested", summary: "要报价", next_step: { at: local("2026-03-03"), text: "发报价" } });
    expect(activity).toMatchObject({ owner_id: li.id, lead_id: id, direction: "out" });
    expect(after).toMatchObject({
      stage: "contacted", first_response_at: "2026-03-02T01:30:00.000Z", last_activity_at: "2026-03-02T01:30:00.000Z", response_due_at: null,
      next_step_at: "2026-03-03T02:00:00.000Z", next_step: "发报价", recycle_at: "2026-03-09T01:30:00.000Z",
    });
    expect(await clocks(id)).toEqual([{ state: "met", stopped_at: "2026-03-02T01:30:00.000Z" }]);
    expect(await tasksOf(id)).toMatchObject([{ title: "发报价", owner_id: li.id, due_at: "2026-03-03T02:00:00.000Z", done_at: null }]);
  });

  it("an open lead asks what comes next; a note does not, and leaves the clock running", async () => {
    w.at(local("2026-03-02"));
    const id = await lead();
    await expect(w.as(li, logActivity, { id, kind: "call" })).rejects.toMatchObject({ code: "next_step_needed", status: 409 });
    w.at(local("2026-03-02", "10:20:00"));
    const { lead: noted } = await w.as(li, logActivity, { id, kind: "note", summary: "官网看到招聘" });
    expect(noted).toMatchObject({ stage: "assigned", first_response_at: null, last_activity_at: null });
    expect(await clocks(id)).toMatchObject([{ state: "running" }]);
    const { lead: called } = await w.as(li, logActivity, { id, kind: "call", nothing_next: true });
    expect(called).toMatchObject({ stage: "contacted", next_step_at: null });
  });

  it("the next activity finishes the step before it: a lead never has two open next steps", async () => {
    w.at(local("2026-03-02"));
    const id = await lead();
    await w.as(li, logActivity, { id, kind: "call", next_step: { at: local("2026-03-03"), text: "一" } });
    w.at(local("2026-03-03"));
    await w.as(li, logActivity, { id, kind: "wechat", next_step: { at: local("2026-03-04"), text: "二" } });
    expect((await tasksOf(id)).map((t) => [t.title, t.done_at])).toEqual([["一", "2026-03-03T02:00:00.000Z"], ["二", null]]);
    await w.as(li, logActivity, { id, kind: "note", summary: "改期", next_step: { at: local("2026-03-05"), text: "三" } });
    expect((await tasksOf(id)).map((t) => [t.title, t.done_at === null])).toEqual([["一", false], ["三", true]]);
    await w.as(admin, createRecords, { object: "activity", body: { kind: "visit", happened_at: local("2026-03-03"), lead_id: id } });
    expect(await see(id)).toMatchObject({ next_step_at: null, next_step: null });
    expect((await tasksOf(id)).every((t) => t.done_at !== null)).toBe(true);
  });

  it("what is to be done goes on with the lead: to its next owner, and no next step outlives the ownership", async () => {
    w.at(local("2026-03-02"));
    const id = await lead();
    await w.as(li, logActivity, { id, kind: "call", next_step: { at: local("2026-03-03"), text: "演示" } });
    await w.as(li, createRecords, { object: "task", body: { title: "寄样品", lead_id: id, due_at: local("2026-03-04") } });
    await w.as(admin, patchRecord, { object: "lead", id, body: { owner_id: wang.id } });
    expect((await tasksOf(id)).map((t) => [t.title, t.owner_id, t.done_at])).toEqual([["演示", wang.id, null], ["寄样品", wang.id, null]]);
    await w.as(admin, patchRecord, { object: "lead", id, body: { owner_id: null } });
    expect((await tasksOf(id)).map((t) => [t.title, t.done_at === null])).toEqual([["演示", false], ["寄样品", true]]);
  });

  it("an activity that comes by another door has the same effect, and one of the customer is no response", async () => {
    w.at(local("2026-03-02"));
    const [one, two] = [await lead(), await lead()];
    w.at(local("2026-03-02", "10:30:00"));
    await w.as(li, createRecords, { object: "activity", body: { items: [
      { kind: "email", direction: "out", happened_at: local("2026-03-02", "10:20:00"), lead_id: one },
      { kind: "call", direction: "in", happened_at: local("2026-03-02", "10:25:00"), lead_id: two },
    ] } });
    expect(await see(one)).toMatchObject({ stage: "contacted", first_response_at: "2026-03-02T02:20:00.000Z" });
    expect(await see(two)).toMatchObject({ stage: "contacted", first_response_at: null, last_activity_at: "2026-03-02T02:25:00.000Z" });
    expect([...await clocks(one), ...await clocks(two)].map((c) => c.state)).toEqual(["met", "running"]);
  });

  it("nobody logs on leads of others, and nothing happened tomorrow", async () => {
    w.at(local("2026-03-02"));
    const [theirs, pooled] = [await lead({ owner_id: wang.id }), await lead({ owner_id: null })];
    await expect(w.as(li, logActivity, { id: theirs, kind: "call", nothing_next: true })).rejects.toMatchObject({ code: "not_found" });
    await expect(w.as(li, logActivity, { id: pooled, kind: "call", nothing_next: true })).rejects.toMatchObject({ code: "lead_not_owned" });
    const mine = await lead();
    await expect(w.as(li, logActivity, { id: mine, kind: "call", nothing_next: true, happened_at: local("2026-03-03") })).rejects.toMatchObject({ code: "activity_in_future" });
  });

  it("claimed on 25 March it is protected until 4 April; follow-ups move that on, and whatever happens not beyond 14 April", async () => {
    const rule = DEFAULT_POOL_POLICY.recycle[0] as (typeof DEFAULT_POOL_POLICY.recycle)[number];
    await w.as(admin, draftPolicy, { kind: "pool", body: { ...DEFAULT_POOL_POLICY, recycle: [{ ...rule, due: { any: [{ no_activity_days: 100 }] } }] } });
    await w.as(admin, publishPolicy, { kind: "pool" });
    w.at(local("2026-03-20"));
    const id = await lead({ owner_id: null });
    w.at(local("2026-03-25", "15:00:00"));
    await w.as(admin, patchRecord, { object: "lead", id, body: { owner_id: li.id } });
    const ends = async () => new Date(new Date(String((await see(id)).protected_until)).getTime() + 8 * 3_600_000 - 1).toISOString().slice(0, 10);
    const seen = [await ends()];
    for (const day of ["2026-03-28", "2026-04-02", "2026-04-05", "2026-04-08", "2026-04-11", "2026-04-13", "2026-04-30"]) {
      w.at(local(day));
      await w.as(li, logActivity, { id, kind: "call", nothing_next: true });
      seen.push(await ends());
    }
    expect(seen).toEqual(["2026-04-04", "2026-04-04", "2026-04-05", "2026-04-08", "2026-04-11", "2026-04-14", "2026-04-14", "2026-04-14"]);
  });

  it("a task reminds its owner exactly once, a quarter of an hour before it is due", async () => {
    w.at(local("2026-05-04", "09:00:00"));
    await w.travel({});
    await w.as(li, createRecords, { object: "task", body: { title: "回电", due_at: local("2026-05-04") } });
    const told = async () => (await w.as(li, listNotifications, {})).items.filter((n) => n.kind === "task_reminder" && n.facts.title === "回电").length;
    await w.travel({ minutes: 44 });
    expect(await told()).toBe(0);
    await w.travel({ minutes: 2 });
    expect(await told()).toBe(1);
    await w.travel({ days: 2 });
    expect(await told()).toBe(1);
  });
});
