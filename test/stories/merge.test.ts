import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { queryRecords } from "../../core/records/ops/list.ts";
import { getRecord, patchRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { mergeLeadsOp, undoMergeOp } from "../../leads/cleanse/merge/ops.ts";
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

async function lead(values: Record<string, unknown>): Promise<string> {
  const [made] = await transaction(w.system(), (tx) => createRows(tx, "lead", [{ name: "钱进", stage: "new", owner_id: li.id, ...values } as never]));
  return made?.row?.id as string;
}
const see = (id: string) => w.as(admin, getRecord, { object: "lead", id });
const held = async (id: string) => (await sql<{ held: number }>`select held from clew.load where person_id = ${id}`.execute(w.house.db)).rows[0]?.held;
const activitiesOf = async (id: string) => (await w.as(admin, queryRecords, { object: "activity", filter: { field: "lead_id", op: "is", value: id }, sort: ["happened_at"] })).items.map((a) => a.summary);
const runningClocks = async (id: string) => (await sql`select 1 from clew.clock where lead_id = ${id} and state = 'running'`.execute(w.house.db)).rows.length;

describe("merging", () => {
  it("the survivor gets values, activities and arrivals; the other's id leads to it, and its owner holds one lead less", async () => {
    const one = await lead({ phone: "+8613911110001", company: "甲公司", tags: ["key"] });
    const two = await lead({ name: "钱进进", email: "qian@jia.cn", company: "甲有限公司", tags: ["expo"], owner_id: wang.id });
    await w.as(wang, logActivity, { id: two, kind: "call", summary: "打过电话", nothing_next: true });
    const { rows: [arrival] } = await sql<{ id: string }>`
      insert into clew.arrival (id, channel, received_at, payload, outcome, object, record_id) values (gen_random_uuid(), 'form', now(), '{}', 'created', 'lead', ${two}) returning id`.execute(w.house.db);
    const before = await held(wang.id) as number;
    const merged = await w.as(admin, mergeLeadsOp, { survivor: one, others: [two], values: { company: two } });
    expect(merged.survivor).toMatchObject({ name: "钱进", phone: "+8613911110001", email: "qian@jia.cn", company: "甲有限公司", owner_id: li.id });
    expect(merged.survivor.tags).toEqual(["key", "expo"]);
    expect(await activitiesOf(one)).toEqual(["打过电话"]);
    expect(await held(wang.id)).toBe(before - 1);
    expect(await see(two)).toMatchObject({ id: one });
    expect((await w.as(admin, queryRecords, { object: "lead", filter: { field: "name", op: "is", value: "钱进进" } })).items).toEqual([]);
    expect((await sql`select 1 from clew.arrival where id = ${arrival?.id} and record_id = ${one}`.execute(w.house.db)).rows).toHaveLength(1);
    expect(await runningClocks(two)).toBe(0);
    await expect(w.as(li, mergeLeadsOp, { survivor: one, others: [two] })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("taken back, both are as they were with their own children, and what was edited since stays", async () => {
    const one = await lead({ phone: "+8613911110002", note: "甲说" });
    const two = await lead({ email: "sun@yi.cn", wechat: "sunyi88", note: "乙说", owner_id: wang.id });
    await w.as(li, logActivity, { id: one, kind: "call", summary: "一的", nothing_next: true });
    await w.as(wang, logActivity, { id: two, kind: "visit", summary: "二的", next_step: { at: "2026-03-05T10:00:00+08:00", text: "再访" } });
    const [first, second] = [await see(one), await see(two)];
    const before = [await held(li.id), await held(wang.id)];
    const merged = await w.as(admin, mergeLeadsOp, { survivor: one, others: [two] });
    expect(merged.survivor).toMatchObject({ note: "甲说\n乙说", wechat: "sunyi88", next_step: "再访" });
    await w.as(admin, patchRecord, { object: "lead", id: one, body: { wechat: "changed_since", city: "杭州市" } });
    await w.as(admin, createRecords, { object: "activity", body: { kind: "note", summary: "合并后", happened_at: "2026-03-02T09:00:00+08:00", lead_id: one } });
    const back = await w.as(admin, undoMergeOp, { id: merged.id });
    expect(back).toMatchObject({ restored: [two], survivor: { id: one, email: null, note: "甲说", wechat: "changed_since", city: "杭州市", next_step: null } });
    const { version: _v, updated_at: _a, updated_by: _b, stage_at: _s, recycle_at: _r, _names: _n, ...same } = second;
    expect(await see(two)).toMatchObject(same);
    expect(await see(one)).toMatchObject({ protected_until: first.protected_until, last_activity_at: first.last_activity_at, stage: first.stage });
    expect([await activitiesOf(one), await activitiesOf(two)]).toEqual([["一的", "合并后"], ["二的"]]);
    expect([await held(li.id), await held(wang.id)]).toEqual(before);
    await expect(w.as(admin, undoMergeOp, { id: merged.id })).rejects.toMatchObject({ code: "merge_undone" });
  });

  it("several at once, then a merge of the merge: every id resolves, and each layer comes off again", async () => {
    const [a, b, c, d] = [await lead({ note: "a" }), await lead({ note: "b", city: "苏州市" }), await lead({ note: "c", need: "报价", owner_id: null }), await lead({ note: "d" })];
    const inner = await w.as(admin, mergeLeadsOp, { survivor: a, others: [b, c] });
    expect(inner.survivor).toMatchObject({ note: "a\nb\nc", city: "苏州市", need: "报价" });
    const outer = await w.as(admin, mergeLeadsOp, { survivor: d, others: [a] });
    for (const id of [a, b, c]) expect((await see(id)).id).toBe(d);
    await expect(w.as(admin, undoMergeOp, { id: inner.id })).rejects.toMatchObject({ code: "merge_survivor_gone" });
    await w.as(admin, undoMergeOp, { id: outer.id });
    expect(await see(a)).toMatchObject({ id: a, note: "a\nb\nc" });
    const back = await w.as(admin, undoMergeOp, { id: inner.id });
    expect(back.survivor).toMatchObject({ note: "a", city: null, need: null });
    expect(await see(c)).toMatchObject({ id: c, stage: "new", note: "c", pool_id: expect.any(String), disqualify_reason: null, duplicate_of: null });
  });

  it("of two merges of one lead at the same time, one happens and the other is told it is gone", async () => {
    const [a, b, c] = [await lead({}), await lead({}), await lead({})];
    const results = await Promise.allSettled([a, b].map((survivor) => w.as(admin, mergeLeadsOp, { survivor, others: [c] })));
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(results.find((r) => r.status === "rejected")).toMatchObject({ reason: { code: "not_found" } });
    expect([a, b]).toContain((await see(c)).id);
  });

  it("a lead is not merged with itself, nor a converted one into an open one, nor by a field nobody has", async () => {
    const [a, b] = [await lead({}), await lead({ stage: "converted" })];
    await expect(w.as(admin, mergeLeadsOp, { survivor: a, others: [a] })).rejects.toMatchObject({ code: "merge_with_itself" });
    await expect(w.as(admin, mergeLeadsOp, { survivor: a, others: [b] })).rejects.toMatchObject({ code: "merge_converted" });
    await expect(w.as(admin, mergeLeadsOp, { survivor: b, others: [a], values: { score: a } })).rejects.toMatchObject({ errors: [{ path: "values.score" }] });
    await expect(w.as(admin, mergeLeadsOp, { survivor: b, others: [a], values: { colour: a } })).rejects.toMatchObject({ errors: [{ path: "values.colour" }] });
  });
});
