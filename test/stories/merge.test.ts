import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { queryRecords } from "../../core/records/ops/list.ts";
import { getRecord, patchRecord, restoreRecords } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { captureLead } from "../../leads/capture/ops/capture.ts";
import { mergeLeadsOp, previewMerge, undoMergeOp } from "../../leads/cleanse/merge/ops.ts";
import { setSurvivorship } from "../../leads/cleanse/merge/survivorship_ops.ts";
import { DEFAULT_SURVIVORSHIP } from "../../leads/cleanse/merge/survivorship.ts";
import { recordReceipts } from "../../leads/lead.receipts.ts";
import { recordTimeline } from "../../leads/timeline/timeline.ts";
import { claimLead } from "../../leads/pool/ops/claim.ts";
import { recordHistory } from "../../core/records/ops/one.ts";
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
  it("a merged lead comes out of the recycle bin by undoing the merge only", async () => {
    const [one, two] = [await lead({ phone: "+8613911110091" }), await lead({ email: "zwei@jia.cn" })];
    const merged = await w.as(admin, mergeLeadsOp, { survivor: one, others: [two] });
    await expect(w.as(admin, restoreRecords, { object: "lead", ids: [two] })).rejects.toMatchObject({ code: "merged_record" });
    await w.as(admin, undoMergeOp, { id: merged.id });
    expect(await see(two)).toMatchObject({ id: two, email: "zwei@jia.cn" });
  });

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
    expect(back).toMatchObject({ restored: [two], survivor: { id: one, email: null, note: "甲说", wechat: null, city: "杭州市", next_step: null } });
    const { version: _v, updated_at: _a, updated_by: _b, stage_at: _s, recycle_at: _r, _names: _n, ...same } = second;
    // What was edited since, but came from the other, is the other's.
    expect(await see(two)).toMatchObject({ ...same, wechat: "changed_since" });
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

describe("choosing values", () => {
  it("a preview says what each lead has, what would be kept and why, and how much would move; nothing is written", async () => {
    const one = await lead({ company: "丙公司", job_title: null, tags: ["key"] });
    const two = await lead({ company: "丙科技有限公司", job_title: "采购", tags: ["expo"] });
    await w.as(li, logActivity, { id: two, kind: "call", summary: "二", nothing_next: true });
    const seen = await w.as(admin, previewMerge, { survivor: one, others: [two], values: { company: two, city: { value: "无锡市" } } });
    const of = (field: string) => seen.fields.find((f) => f.field === field);
    expect(of("company")).toMatchObject({ value: "丙科技有限公司", from: two, because: "chosen", differs: true });
    expect(of("job_title")).toMatchObject({ value: "采购", from: two, because: "filled" });
    expect(of("tags")).toMatchObject({ value: ["key", "expo"], from: null, because: "union" });
    expect(seen.children).toMatchObject({ activity: 1 });
    expect((await see(one)).company).toBe("丙公司");
    const done = await w.as(admin, mergeLeadsOp, { survivor: one, others: [two], values: { company: two, city: { value: "无锡市" } } });
    expect(done.survivor).toMatchObject({ company: "丙科技有限公司", city: "无锡市", tags: ["key", "expo"] });
  });

  it("the organisation's rules choose: newest, most complete, most trusted source", async () => {
    await w.as(admin, setSurvivorship, { default: "newest", fields: { ...DEFAULT_SURVIVORSHIP.fields, company: "complete", job_title: "trusted" }, trusted_sources: ["展会", "官网"] });
    const one = await lead({ company: "丁有限责任公司", job_title: "经理", source: "抖音", city: "北京市", industry: "软件" });
    const two = await lead({ company: "丁公司", job_title: "总监", source: "官网", city: "上海市" });
    const three = await lead({ company: "丁", job_title: "总裁", source: "展会", city: "广州市" });
    await w.travel({ minutes: 1 });
    await w.as(admin, patchRecord, { object: "lead", id: two, body: { note: "后改" } });
    const done = await w.as(admin, mergeLeadsOp, { survivor: one, others: [two, three] });
    expect(done.survivor).toMatchObject({ company: "丁有限责任公司", job_title: "总裁", city: "上海市", industry: "软件" });
    await w.as(admin, setSurvivorship, DEFAULT_SURVIVORSHIP);
  });

  it("what arrives again follows the same rules, and its receipt says which", async () => {
    const capture = async (body: Record<string, unknown>) => (await w.as(admin, captureLead, { channel_key: "api", body })) as { outcome: string; lead_id: string; reasons: { code: string; facts: Record<string, unknown> }[] };
    await w.as(admin, setSurvivorship, { ...DEFAULT_SURVIVORSHIP, fields: { ...DEFAULT_SURVIVORSHIP.fields, city: "newest", company: "complete", job_title: "trusted" }, trusted_sources: ["展会", "官网"] });
    const first = await capture({ name: "沈再来", phone: "13727390041", company: "戊有限责任公司", job_title: "经理", source: "官网", city: "北京市", industry: "软件" });
    await capture({ name: "沈再来", phone: "13727390041", company: "戊", job_title: "总监", source: "抖音", city: "上海市", industry: "金融" });
    expect(await see(first.lead_id)).toMatchObject({ company: "戊有限责任公司", job_title: "经理", city: "上海市", industry: "软件" });
    const last = await capture({ name: "沈再来", phone: "13727390041", job_title: "总裁", source: "展会" });
    expect(last).toMatchObject({ outcome: "merged", lead_id: first.lead_id });
    expect(last.reasons).toContainEqual({ code: "trusted", facts: { field: "job_title" } });
    expect(await see(first.lead_id)).toMatchObject({ job_title: "总裁", city: "上海市", source: "官网" });
    await w.as(admin, setSurvivorship, DEFAULT_SURVIVORSHIP);
  });

  it("of several merges one alone is taken back: its parts come out, the others' stay", async () => {
    const [a, b, c] = [await lead({ note: "a", tags: ["key"] }), await lead({ note: "b", city: "苏州市", tags: ["expo"] }), await lead({ note: "c", need: "报价", tags: ["referral"] })];
    const done = await w.as(admin, mergeLeadsOp, { survivor: a, others: [b, c] });
    const ofB = done.merges.find((m) => m.other_id === b)?.id as string;
    const back = await w.as(admin, undoMergeOp, { id: ofB });
    expect(back).toMatchObject({ restored: [b], survivor: { note: "a\nc", city: null, need: "报价", tags: ["key", "referral"] } });
    expect(await see(b)).toMatchObject({ id: b, note: "b", city: "苏州市" });
    const rest = await w.as(admin, undoMergeOp, { id: done.id });
    expect(rest).toMatchObject({ restored: [c], survivor: { note: "a", need: null, tags: ["key"] } });
  });
});

describe("a merged lead's id", () => {
  it("leads to the survivor by every door, through chains, and what is made under it goes back with it", async () => {
    const [a, b, c] = [await lead({ name: "甲甲" }), await lead({ name: "乙乙" }), await lead({ name: "丙丙" })];
    const first = await w.as(admin, mergeLeadsOp, { survivor: b, others: [a] });
    const second = await w.as(admin, mergeLeadsOp, { survivor: c, others: [b] });
    for (const id of [a, b]) {
      expect((await see(id)).id).toBe(c);
      expect((await w.as(admin, recordTimeline, { object: "lead", id })).items.filter((item) => item.kind === "merge")).toHaveLength(2);
      expect((await w.as(admin, recordReceipts, { object: "lead", id })).items.length).toBeGreaterThan(0);
      expect((await w.as(admin, recordHistory, { object: "lead", id })).items.length).toBeGreaterThan(0);
    }
    expect((await w.as(admin, patchRecord, { object: "lead", id: a, body: { industry: "制造" } }))).toMatchObject({ id: c, industry: "制造" });
    const made = await w.as(admin, createRecords, { object: "activity", body: { kind: "note", summary: "寄给甲", happened_at: "2026-03-02T09:00:00+08:00", lead_id: a } }) as unknown as { lead_id: string };
    expect(made.lead_id).toBe(c);
    await w.as(admin, createRecords, { object: "activity", body: { kind: "note", summary: "寄给丙", happened_at: "2026-03-02T09:00:01+08:00", lead_id: c } });
    await w.as(admin, undoMergeOp, { id: second.id });
    expect([await activitiesOf(c), await activitiesOf(b)]).toEqual([["寄给丙"], ["寄给甲"]]);
    await w.as(admin, undoMergeOp, { id: first.id });
    expect([await activitiesOf(b), await activitiesOf(a)]).toEqual([[], ["寄给甲"]]);
  });

  it("what came after the merge with the other's mark goes back: linked to its opportunity, or an arrival that names only its number", async () => {
    const one = await lead({ phone: "+8613911110011" });
    const two = await lead({ phone: "+8613911110012" });
    const deal = await w.as(admin, createRecords, { object: "opportunity", body: { name: "二的商机", lead_id: two } }) as unknown as { id: string };
    const merged = await w.as(admin, mergeLeadsOp, { survivor: one, others: [two] });
    await w.travel({ minutes: 1 });
    const log = (summary: string, more: object) => w.as(admin, createRecords, { object: "activity", body: { kind: "note", summary, happened_at: w.house.clock.now().toISOString(), lead_id: one, ...more } });
    await log("谈商机", { opportunity_id: deal.id });
    await log("谈别的", {});
    for (const phone of ["139-1111-0012", "13911110011"]) {
      await sql`insert into clew.arrival (id, channel, received_at, payload, outcome, object, record_id) values (gen_random_uuid(), 'form', ${w.house.clock.now()}, ${JSON.stringify({ tel: phone })}::json, 'merged', 'lead', ${one})`.execute(w.house.db);
    }
    await w.as(admin, undoMergeOp, { id: merged.id });
    expect([await activitiesOf(one), await activitiesOf(two)]).toEqual([["谈别的"], ["谈商机"]]);
    const { rows } = await sql<{ record_id: string; tel: string }>`select record_id, payload->>'tel' as tel from clew.arrival where record_id = any(${[one, two]}::uuid[]) order by tel`.execute(w.house.db);
    expect(rows).toEqual([{ record_id: two, tel: "139-1111-0012" }, { record_id: one, tel: "13911110011" }]);
  });
});

describe("clocks and holds", () => {
  const clock = async (id: string) => (await sql<{ state: string; due_at: string; fire_at: string | null }>`select state, due_at, fire_at from clew.clock where lead_id = ${id} order by started_at desc limit 1`.execute(w.house.db)).rows[0];
  const hold = async (id: string) => (await sql<{ id: string; from_at: string }>`select id, from_at from clew.hold where lead_id = ${id} and to_at is null`.execute(w.house.db)).rows;

  it("come back as they ran: the other's clock is not lost, its stay is the same one, and the survivor's is not answered by the other's calls", async () => {
    const [one, two, pooled] = [await lead({}), await lead({ owner_id: wang.id }), await lead({ owner_id: null })];
    const before = [await clock(one), await clock(two), await hold(two), await hold(pooled)];
    const due = (await see(two)).response_due_at;
    expect(before[0]).toMatchObject({ state: "running" });
    expect(due).not.toBeNull();
    await w.travel({ minutes: 10 });
    const merged = await w.as(admin, mergeLeadsOp, { survivor: one, others: [two, pooled] });
    expect(await clock(two)).toMatchObject({ state: "cancelled" });
    await w.travel({ minutes: 10 });
    await w.as(admin, undoMergeOp, { id: merged.id });
    expect([await clock(one), await clock(two), await hold(two), await hold(pooled)]).toEqual(before);
    expect((await see(two)).response_due_at).toBe(due);
    await w.as(wang, logActivity, { id: two, kind: "call", nothing_next: true });
    expect(await clock(two)).toMatchObject({ state: "met" });
  });
});

describe("at the same time", () => {
  it("two merges crossing each other: one happens, the other is told, and one lead is left", async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await lead({}), await lead({})];
      const results = await Promise.allSettled([w.as(admin, mergeLeadsOp, { survivor: a, others: [b] }), w.as(admin, mergeLeadsOp, { survivor: b, others: [a] })]);
      expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
      expect(results.find((r) => r.status === "rejected")).toMatchObject({ reason: { code: "not_found" } });
      expect((await sql`select 1 from crm.lead where id = any(${[a, b]}::uuid[])`.execute(w.house.db)).rows).toHaveLength(1);
      expect((await see(a)).id).toBe((await see(b)).id);
    }
  });

  it("a merge against a claim: whoever comes second finds what the first left, and the counters are true", async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await lead({}), await lead({ owner_id: null })];
      const before = await held(wang.id) ?? 0;
      const [merged, claimed] = await Promise.allSettled([w.as(admin, mergeLeadsOp, { survivor: a, others: [b] }), w.as(wang, claimLead, { id: b })]);
      expect(merged.status).toBe("fulfilled");
      // Claimed first, it was Wang's for a moment and went into the other; merged first, it was gone.
      if (claimed.status === "rejected") expect(["not_found", "already_owned", "not_in_pool"]).toContain((claimed.reason as { code: string }).code);
      expect(await held(wang.id)).toBe(before);
      expect((await see(b)).id).toBe(a);
    }
  });

  it("a merge whose connection dies half-way leaves everything as it was, and can be made again", async () => {
    const [a, b] = [await lead({ note: "a" }), await lead({ note: "b" })];
    await w.as(li, logActivity, { id: b, kind: "call", summary: "二的", nothing_next: true });
    const state = async () => (await sql`
      select (select json_agg(l order by l.id) from crm.lead l where id = any(${[a, b]}::uuid[])) leads, (select json_agg(x order by x.id) from crm.activity x where lead_id = any(${[a, b]}::uuid[])) activities,
        (select json_agg(h order by h.id) from clew.hold h where lead_id = any(${[a, b]}::uuid[])) holds, (select json_agg(c order by c.id) from clew.clock c where lead_id = any(${[a, b]}::uuid[])) clocks,
        (select count(*) from clew.merge where survivor_id = ${a}) merges, (select count(*) from clew.trash where record_id = ${b}) binned`.execute(w.house.db)).rows[0];
    const before = await state();
    let merging: Promise<unknown> = Promise.resolve();
    await w.house.db.transaction().execute(async (other) => {
      // The merge has written the leads and waits for their activity when its connection is cut.
      await sql`select 1 from crm.activity where lead_id = ${b} for update`.execute(other);
      merging = w.as(admin, mergeLeadsOp, { survivor: a, others: [b] }).catch((error: unknown) => error);
      await expect.poll(async () => (await sql`select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and query like '%crm."activity"%'`.execute(w.house.side)).rows.length, { timeout: 30_000, interval: 20 }).toBeGreaterThan(0);
    });
    expect(await merging).toBeInstanceOf(Error);
    expect(await state()).toEqual(before);
    await w.as(admin, mergeLeadsOp, { survivor: a, others: [b] });
    expect(await activitiesOf(a)).toEqual(["二的"]);
  });
});
