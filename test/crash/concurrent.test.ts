import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import type { Actor } from "../../core/ctx.ts";
import { type Answer, type Served, served } from "../setup/server.ts";
import { type World, world } from "../world.ts";

const MANY = 200;
let w: World;
let s: Served;
let key: string;
let reps: Actor[];

beforeAll(async () => {
  w = await world({ poolSize: 20 });
  s = await served(w);
  key = await s.keyFor("admin");
  reps = await Promise.all(Array.from({ length: 10 }, (_, i) => w.person(`销售 ${i}`, "rep", "销售")));
  await Promise.all(reps.map((rep) => s.as(rep)));
});
afterAll(async () => {
  await s.close();
  await w.close();
});

const atOnce = (send: (i: number) => Promise<Answer>) => Promise.all(Array.from({ length: MANY }, (_, i) => send(i)));
const tally = (words: (string | number)[]) => Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));

it("200 arrivals of one new phone at once are one lead and 199 merges", async () => {
  const answers = await atOnce((i) => s.request(key, "POST", "/api/v1/capture/api", { name: `同时 ${i}`, phone: "13971230001" }));
  expect(tally(answers.map((a) => a.json.outcome))).toEqual({ created: 1, merged: MANY - 1 });
  expect(new Set(answers.map((a) => a.json.lead_id)).size).toBe(1);
  const { rows } = await sql<{ n: number }>`select count(*) as n from crm.lead where phone_key = (select phone_key from crm.lead where id = ${answers[0]?.json.lead_id})`.execute(w.house.db);
  expect(rows).toEqual([{ n: 1 }]);
});

it("200 posts with one idempotency key are one arrival, answered 200 times alike", async () => {
  const answers = await atOnce(() => s.request(key, "POST", "/api/v1/capture/api", { name: "重试", phone: "13971230002" }, { "idempotency-key": "the-same" }));
  expect(new Set(answers.map((a) => `${a.status} ${a.json.arrival_id} ${a.json.outcome}`)).size).toBe(1);
  const { rows } = await sql<{ n: number }>`select count(*) as n from clew.arrival where idempotency_key = 'the-same'`.execute(w.house.db);
  expect(rows).toEqual([{ n: 1 }]);
});

it("200 claims of one lead by ten people have one winner", async () => {
  const lead = await s.request(key, "POST", "/api/v1/capture/api", { name: "抢", phone: "13971230003" });
  expect(lead.json.pool_id).toBe(DEFAULT_POOL);
  const answers = await atOnce((i) => s.request(reps[i % reps.length] as Actor, "POST", `/api/v1/leads/${lead.json.lead_id}/claim`));
  expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
  expect(Object.keys(tally(answers.map((a) => a.status))).filter((status) => !["200", "404", "409"].includes(status))).toEqual([]);
  const winner = reps[answers.findIndex((a) => a.status === 200) % reps.length];
  const { rows } = await sql<{ owner_id: string; held: number; claimed: number; open: number }>`
    select l.owner_id, d.held, d.claimed, (select count(*) from clew.hold h where h.lead_id = l.id and h.to_at is null) as open
    from crm.lead l join clew.load d on d.person_id = l.owner_id where l.id = ${lead.json.lead_id}`.execute(w.house.db);
  expect(rows).toEqual([{ owner_id: winner?.id, held: 1, claimed: 1, open: 1 }]);
});

it("200 edits of one version of a record: one is written, the others are told of the conflict", async () => {
  const lead = await s.request(key, "POST", "/api/v1/records/lead", { name: "改", phone: "13971230004" });
  const { id, version } = lead.json as { id: string; version: number };
  const answers = await atOnce((i) => s.request(key, "PATCH", `/api/v1/records/lead/${id}`, { note: `第 ${i} 个` }, { "if-match": String(version) }));
  expect(tally(answers.map((a) => a.status))).toEqual({ 200: 1, 409: MANY - 1 });
  const now = await s.request(key, "GET", `/api/v1/records/lead/${id}`);
  expect(now.json).toMatchObject({ version: version + 1, note: answers.find((a) => a.status === 200)?.json.note });
});

it("200 edits without a version all happen, one after another", async () => {
  const lead = await s.request(key, "POST", "/api/v1/records/lead", { name: "轮流改", phone: "13971230005" });
  const answers = await atOnce((i) => s.request(key, "PATCH", `/api/v1/records/lead/${lead.json.id}`, { address: `地址 ${i}` }));
  expect(tally(answers.map((a) => a.status))).toEqual({ 200: MANY });
  expect(new Set(answers.map((a) => a.json.version)).size).toBe(MANY);
  const history = await s.request(key, "GET", `/api/v1/records/lead/${lead.json.id}/history?limit=500`);
  expect(history.json.items).toHaveLength(MANY + 1);
});

it("200 upserts of one new key make one record", async () => {
  const answers = await atOnce((i) => s.request(key, "POST", "/api/v1/records/account/upsert?key=external_id", { external_id: "erp-1", name: `客户 ${i}` }));
  expect(tally(answers.map((a) => a.json.outcome))).toEqual({ created: 1, updated: MANY - 1 });
});
