import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { captureLead, captureLeads } from "../../leads/capture/ops/capture.ts";
import { listArrivals, replayArrival } from "../../leads/capture/ops/arrivals.ts";
import { changeChannel } from "../../leads/capture/ops/channels.ts";
import { draftPolicy, publishPolicy } from "../../core/policies/ops/policies.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { getRecord, patchRecord } from "../../core/records/ops/one.ts";
import type { Actor } from "../../core/ctx.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { mergeLeadsOp } from "../../leads/cleanse/merge/ops.ts";
import { type World, world } from "../world.ts";

let w: World;
let admin: Actor;
let reps: (Actor & { kind: "person" })[];
type Answer = { arrival_id: string; outcome: string; lead_id: string; owner_id: string | null; pool_id: string | null; score: number; reasons: { code: string }[] };

beforeAll(async () => {
  w = await world({ poolSize: 12 });
  admin = await w.person("管理员", "admin");
  reps = [await w.person("王芳", "rep", "华东"), await w.person("李强", "rep", "华东"), await w.person("张敏", "rep", "华东")];
});
afterAll(() => w.close());

const capture = async (body: Record<string, unknown>, via = {}) => (await w.as(admin, captureLead, { channel_key: "api", body }, via)) as Answer;
const phone = (n: number) => `139${String(10_000_000 + n * 7919).slice(-8)}`;
async function routeToTeam(): Promise<void> {
  const team = reps[0]?.teamId as string;
  const rule = { id: "east", name: { zh: "华东轮流", en: "East in turn" }, when: { all: [] }, target: { kind: "team", id: team }, strategy: { kind: "round_robin" } };
  await w.as(admin, draftPolicy, { kind: "route", body: { rules: [rule], fallback: { kind: "pool", id: DEFAULT_POOL } } });
  await w.as(admin, publishPolicy, { kind: "route" });
}

describe("intake", () => {
  it("an arrival becomes a clean, scored lead in the pool, with a receipt", async () => {
    const a = await capture({ name: " 李 娜 ", phone: "１３９-1234-5670", company: "上海天海机械有限公司", job_title: "采购经理", source: "客户推荐" });
    expect(a).toMatchObject({ outcome: "created", owner_id: null, pool_id: DEFAULT_POOL });
    expect(a.score).toBeGreaterThan(0);
    const lead = await w.as(admin, getRecord, { object: "lead", id: a.lead_id });
    expect(lead).toMatchObject({ phone: "+8613912345670", company: "上海天海机械有限公司", stage: "new", channel: "api" });
    const { rows } = await sql<{ verdicts: { kind: string }[] }>`select verdicts from clew.arrival where record_id = ${a.lead_id}`.execute(w.house.db);
    expect(rows[0]?.verdicts.map((v) => v.kind)).toEqual(["match", "score", "route"]);
  });

  it("two hundred concurrent arrivals of one new phone make one lead and 199 merges", async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => capture({ name: "同一人", phone: "13500001111".replace("0000", "8642"), note: `第 ${i} 次` })));
    const outcomes = Object.groupBy(answers, (a) => a.outcome);
    expect(outcomes.created).toHaveLength(1);
    expect(outcomes.merged).toHaveLength(199);
    expect(new Set(answers.map((a) => a.lead_id)).size).toBe(1);
    const { rows } = await sql<{ n: number }>`select count(*) as n from clew.arrival where record_id = ${answers[0]?.lead_id}`.execute(w.house.db);
    expect(rows[0]?.n).toBe(200);
  });

  it("the same idempotency key gets the first answer again and nothing new", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => capture({ name: "重试", phone: phone(1) }, { idempotencyKey: "k-1" })));
    expect(new Set(all.map((a) => a.arrival_id)).size).toBe(1);
    const later = await capture({ name: "重试", phone: phone(1) }, { idempotencyKey: "k-1" });
    expect(later).toMatchObject({ arrival_id: all[0]?.arrival_id, lead_id: all[0]?.lead_id, outcome: "created" });
  });

  it("an arrival whose lead is merged away while it waits for its turn reaches the survivor", async () => {
    const [gone, survivor] = [await capture({ name: "先来", phone: phone(20) }), await capture({ name: "留下", email: "liuxia@shengtuo.com.cn" })];
    const client = new pg.Client(w.url);
    await client.connect();
    let coming: Promise<Answer> | undefined;
    try {
      await client.query("begin");
      await client.query("select holder from clew.intake_lane for update");
      coming = capture({ name: "先来", phone: phone(20), note: "又来了" });
      // Asked on another connection: within a transaction the server tells of its sessions as they were at the first question.
      const waiting = async () => (await sql<{ n: number }>`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%intake_lane%'`.execute(w.house.db)).rows[0]?.n;
      await expect.poll(waiting, { timeout: 20_000 }).toBe(1);
      await w.as(admin, mergeLeadsOp, { survivor: survivor.lead_id, others: [gone.lead_id] });
      await client.query("commit");
    } finally {
      await client.end();
    }
    expect(await coming).toMatchObject({ outcome: "merged", lead_id: survivor.lead_id });
    expect(await w.as(admin, getRecord, { object: "lead", id: survivor.lead_id })).toMatchObject({ note: "又来了" });
  });

  it("round robin is exact over any hundred assignments, under concurrency", async () => {
    await routeToTeam();
    const answers = await Promise.all(Array.from({ length: 99 }, (_, i) => capture({ name: `轮 ${i}`, phone: phone(100 + i) })));
    const counts = reps.map((r) => answers.filter((a) => a.owner_id === r.id).length);
    expect(counts).toEqual([33, 33, 33]);
    const { rows } = await sql<{ held: number }>`select held from clew.load where person_id = any(${reps.map((r) => r.id)}::uuid[])`.execute(w.house.db);
    expect(rows.map((r) => r.held)).toEqual([33, 33, 33]);
    const { rows: clocks } = await sql<{ n: number }>`select count(*) as n from clew.clock where state = 'running' and lead_id = any(${answers.map((a) => a.lead_id)}::uuid[])`.execute(w.house.db);
    expect(clocks[0]?.n).toBe(99);
  });

  it("an owner over their cap gets nothing more, by any door", async () => {
    const full = reps[0] as (typeof reps)[number];
    await sql`update clew.person set cap_open = 33 where id = ${full.id}`.execute(w.house.db);
    const { directory } = await import("../../core/access/directory.ts");
    await directory.changed(w.system());
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => capture({ name: `满 ${i}`, phone: phone(300 + i) })));
    expect(answers.filter((a) => a.owner_id === full.id)).toEqual([]);
    const other = answers[0] as Answer;
    await expect(w.as(admin, patchRecord, { object: "lead", id: other.lead_id, body: { owner_id: full.id } })).rejects.toMatchObject({ code: "holding_limit" });
  });

  it("spam and the unreachable are set aside with the reason, and can be replayed after a rule has changed", async () => {
    const a = (await w.as(admin, captureLead, { channel_key: "webhook", body: { no: 7, visitor: { tel: phone(500), nick: "映射" } } })) as Answer;
    expect(a).toMatchObject({ outcome: "quarantined", lead_id: null, reasons: [{ code: "no_contact" }] });
    await w.as(admin, changeChannel, { key: "webhook", mapping: { phone: "visitor.tel", name: "visitor.nick" } });
    expect(await w.as(admin, replayArrival, { id: a.arrival_id })).toMatchObject({ outcome: "created", arrival_id: a.arrival_id });
    const { items, totals } = await w.as(admin, listArrivals, { channel: "webhook", count: "true" });
    expect(items).toMatchObject([{ id: a.arrival_id, outcome: "created", replays: 1 }]);
    expect(totals).toEqual({ created: 1 });
  });

  it("an unknown field is refused by name and nothing is stored", async () => {
    const before = (await w.as(admin, listArrivals, { count: "true" })).totals;
    await expect(capture({ phone: phone(600), colour: "red" })).rejects.toMatchObject({ code: "invalid_input", errors: [{ path: "colour" }] });
    expect((await w.as(admin, listArrivals, { count: "true" })).totals).toEqual(before);
  });

  it("a lead typed in or sent to the records API is cleaned like one that arrives", async () => {
    const made = (await w.as(admin, createRecords, { object: "lead", body: { name: " 孙 浩 ", phone: "139 2722 8081", email: "Sun.Hao@Example.CN" } })) as unknown as { id: string };
    expect(made).toMatchObject({ phone: "+8613927228081", email: "sun.hao@example.cn" });
    expect(await capture({ name: "孙浩", phone: "13927228081" })).toMatchObject({ outcome: "merged", lead_id: made.id });
  });

  it("a batch answers per item, in order, duplicates within it included", async () => {
    const { items } = await w.as(admin, captureLeads, { channel_key: "api", items: [{ name: "一", phone: phone(700) }, { name: "二", phone: phone(701) }, { name: "一", phone: phone(700) }, { name: "无" }] });
    expect(items.map((i) => i.outcome)).toEqual(["created", "created", "merged", "quarantined"]);
    expect(items[2]?.lead_id).toBe(items[0]?.lead_id);
  });
});
