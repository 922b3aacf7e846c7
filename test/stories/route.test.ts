import pino from "pino";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeHouse } from "../../apps/house.ts";
import { furnish } from "../../apps/prepare.ts";
import { directory } from "../../core/access/directory.ts";
import { type Actor, systemCtx } from "../../core/ctx.ts";
import { openDatabase } from "../../core/db/connect.ts";
import { transaction } from "../../core/db/transaction.ts";
import { sweepDue } from "../../core/jobs/sweep.ts";
import { draftPolicy, publishPolicy } from "../../core/policies/ops/policies.ts";
import { updateRows } from "../../core/records/write.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { channels } from "../../leads/capture/channels.ts";
import { intake } from "../../leads/capture/intake.ts";
import { recordReceipts } from "../../leads/lead.receipts.ts";
import { acceptLead } from "../../leads/pool/ops/stage.ts";
import { DEFAULT_POOL_POLICY } from "../../leads/pool/policy.ts";
import { countRouteStats } from "../../leads/route/count_stats.ts";
import type { RoutePolicy, RouteRule } from "../../leads/route/policy.ts";
import { sweepOffers } from "../../leads/route/sweep_offers.ts";
import { testSettings } from "../setup/settings.ts";
import { type World, world } from "../world.ts";

let w: World;
type Person = Actor & { kind: "person" };
let admin: Person;
let team: Person[];
let phone = 612_345_000;

beforeAll(async () => {
  w = await world({ poolSize: 16 });
  admin = await w.person("管理员", "admin");
  team = await Promise.all(["王芳", "李雷", "韩梅梅", "赵强"].map((name) => w.person(name, "rep", "华东")));
  await w.as(admin, draftPolicy, { kind: "pool", body: { ...DEFAULT_POOL_POLICY, limits: { ...DEFAULT_POOL_POLICY.limits, holding: null } } });
  await w.as(admin, publishPolicy, { kind: "pool" });
});
afterAll(() => w.close());
beforeEach(() => w.at("2026-03-02T09:00:00+08:00"));

const ids = () => team.map((person) => person.id);
const rule = (more: Partial<RouteRule> = {}): RouteRule => ({ id: "east", name: { zh: "华东", en: "East" }, when: { all: [] }, target: { kind: "people", ids: ids() }, strategy: { kind: "round_robin" }, ...more });
async function publish(...rules: RouteRule[]): Promise<void> {
  const body: RoutePolicy = { rules, fallback: { kind: "pool", id: DEFAULT_POOL } };
  await w.as(admin, draftPolicy, { kind: "route", body });
  await w.as(admin, publishPolicy, { kind: "route" });
}
async function arrive(count: number, more: Record<string, unknown> = {}, house = w.house) {
  const channel = (await channels.get(house)).get("hand") as never;
  const arrivals = Array.from({ length: count }, () => ({ payload: { name: `客户 ${phone}`, phone: `+8613${phone++}`, ...more } }));
  const answers = await transaction(systemCtx(house, "test", { kind: "capture" }), (tx) => intake(tx, channel, arrivals as never));
  return answers.map((answer) => answer.lead_id as string);
}
const leadOf = async (id: string) => (await sql<{ owner_id: string | null; pool_id: string | null; stage: string; response_due_at: string | null }>`select owner_id, pool_id, stage, response_due_at from crm.lead where id = ${id}`.execute(w.house.db)).rows[0];
const person = async (id: string, set: string) => {
  await sql.raw(`update clew.person set ${set} where id = '${id}'`).execute(w.house.db);
  await directory.changed(w.system());
};

describe("turns", () => {
  it("stay exact over any 100 consecutive assignments, from several processes at once, in batches, and after a restart", async () => {
    await publish(rule({ strategy: { kind: "weighted", weights: { [ids()[0] as string]: 5, [ids()[1] as string]: 3, [ids()[2] as string]: 2, [ids()[3] as string]: 0 } } }));
    const process = () => {
      const opened = openDatabase({ url: w.url, poolSize: 4, log: () => {} });
      const beside = openDatabase({ url: w.url, poolSize: 1, log: () => {} });
      const house = makeHouse({ db: opened.db, side: beside.db, settings: testSettings(), log: pino({ level: "silent" }), clock: { now: () => new Date("2026-03-02T09:00:00+08:00") } });
      furnish(house);
      return { house, close: () => Promise.all([opened.close(), beside.close()]) };
    };
    const batches = [1, 7, 13, 2, 30, 1, 1, 19, 5, 21];
    for (let round = 0; round < 2; round++) {
      const running = [process(), process(), process()];
      await Promise.all(running.flatMap(({ house }, i) => batches.filter((_, b) => b % 3 === i).map((size) => arrive(size, {}, house))));
      await Promise.all(running.map((one) => one.close()));
    }
    const { rows } = await sql<{ owner: string; turn: number }>`
      select c->>'id' as owner, (c->'reasons'->0->'facts'->>'turn')::int as turn
      from clew.decision d, json_array_elements(d.verdicts) v, json_array_elements(v->'candidates') c where v->>'kind' = 'route' and c->>'outcome' = 'chosen' order by turn`.execute(w.house.db);
    expect(rows.map((row) => row.turn)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    for (let from = 0; from <= 100; from++) {
      const got = rows.slice(from, from + 100).map((row) => row.owner);
      expect(ids().map((id) => got.filter((one) => one === id).length)).toEqual([50, 30, 20, 0]);
    }
  });
});

describe("time to accept", () => {
  it("a lead nobody accepts goes to the next, never twice to the same, and in the end to the fallback; misses are counted", async () => {
    await publish(rule({ id: "quick", accept_within: { minutes: 30, time: "wall" } }));
    const [id] = await arrive(1) as [string];
    const seen: string[] = [];
    for (let i = 0; i < 4; i++) {
      seen.push((await leadOf(id))?.owner_id as string);
      await w.travel({ minutes: 31 });
    }
    expect(new Set(seen)).toEqual(new Set(ids()));
    expect(await leadOf(id)).toMatchObject({ owner_id: null, pool_id: DEFAULT_POOL, stage: "new" });
    const { rows } = await sql<{ n: number }>`select count(*) as n from clew.route_offer where lead_id = ${id} and outcome = 'missed'`.execute(w.house.db);
    expect(rows[0]?.n).toBe(4);
    const { items } = await w.as(admin, recordReceipts, { object: "lead", id });
    const route = items.filter((receipt) => receipt.kind === "route");
    expect(route).toHaveLength(5);
    expect(route[0]?.candidates.every((c) => c.outcome === "out" && c.reasons.some(({ code }) => code === "missed_accept"))).toBe(true);
    expect(route[4]?.explain.some(({ zh }) => zh.startsWith("请在 2026-03-02 09:30 前接受"))).toBe(true);
  });

  it("accepting, answering or handing on stops it; after downtime each fires once, also with several sweeping", async () => {
    await publish(rule({ id: "quick", accept_within: { minutes: 30, time: "wall" } }));
    const leads = await arrive(4);
    const owners = await Promise.all(leads.map(async (id) => (await leadOf(id))?.owner_id as string));
    await w.as(team.find((one) => one.id === owners[0]) as Person, acceptLead, { id: leads[0] as string });
    const other = ids().find((id) => id !== owners[1]) as string;
    await transaction(w.system(), (tx) => updateRows(tx, "lead", [{ id: leads[1] as string, changes: { owner_id: other } }]));
    w.at("2026-03-04T09:00:00+08:00");
    await Promise.all(Array.from({ length: 6 }, () => sweepDue(w.house, [sweepOffers as never])));
    expect(await leadOf(leads[0] as string)).toMatchObject({ owner_id: owners[0], stage: "accepted" });
    expect(await leadOf(leads[1] as string)).toMatchObject({ owner_id: other });
    for (const i of [2, 3]) expect((await leadOf(leads[i] as string))?.owner_id).not.toBe(owners[i]);
    const { rows } = await sql<{ lead_id: string; outcomes: string[] }>`
      select lead_id, array_agg(outcome order by offered_at, outcome) as outcomes from clew.route_offer where lead_id = any(${leads}::uuid[]) group by 1`.execute(w.house.db);
    expect(new Map(rows.map((r) => [r.lead_id, r.outcomes]))).toEqual(new Map([[leads[0], ["accepted"]], [leads[1], ["moved"]], [leads[2], ["missed", null]], [leads[3], ["missed", null]]]));
  });

  it("business time does not run at night", async () => {
    await publish(rule({ id: "quick", accept_within: { minutes: 30, time: "business" } }));
    w.at("2026-03-02T23:00:00+08:00");
    const [id] = await arrive(1) as [string];
    const owner = (await leadOf(id))?.owner_id;
    await w.travel({ hours: 9 });
    expect((await leadOf(id))?.owner_id).toBe(owner);
    await w.travel({ hours: 2 });
    expect((await leadOf(id))?.owner_id).not.toBe(owner);
  });
});

describe("who can take a lead", () => {
  it("a cap for one grade holds while others go on, and is given back when one is closed", async () => {
    const [first, second] = ids() as [string, string];
    await publish(rule({ id: "graded", target: { kind: "people", ids: [first, second] }, strategy: { kind: "sticky", otherwise: { kind: "least_effort", grade: {}, stage: {} } } }));
    await person(first, `cap_grades = '{"D": 0}'`);
    const leads = await arrive(3);
    const grades = (await sql<{ grade: string }>`select distinct left(grade, 1) as grade from crm.lead where id = any(${leads}::uuid[])`.execute(w.house.db)).rows;
    expect(grades).toEqual([{ grade: "D" }]);
    for (const id of leads) expect((await leadOf(id))?.owner_id).toBe(second);
    await person(first, `cap_grades = '{}'`);
  });

  it("the same phone or company goes home, also when the lead lies in the pool by now", async () => {
    await publish(rule({ id: "home", strategy: { kind: "sticky", otherwise: { kind: "round_robin" } } }));
    const [id] = await arrive(1, { company: "杭州云栖科技有限公司" }) as [string];
    const owner = (await leadOf(id))?.owner_id as string;
    await transaction(w.system(), (tx) => updateRows(tx, "lead", [{ id, changes: { owner_id: null, pool_id: DEFAULT_POOL } }]));
    const again = await arrive(3, { company: "杭州云栖科技有限公司" });
    expect(again).not.toContain(id);
    expect(new Set(await Promise.all(again.map(async (one) => (await leadOf(one))?.owner_id)))).toEqual(new Set([owner]));
  });

  it("shifts of one's own and the leave decide who is there", async () => {
    const [first, second] = ids() as [string, string];
    await publish(rule({ id: "shift", target: { kind: "people", ids: [first, second] }, in_shift: true }));
    await person(first, `shifts = '{"mon": [["18:00", "24:00"]]}'`);
    const [morning] = await arrive(1) as [string];
    expect((await leadOf(morning))?.owner_id).toBe(second);
    w.at("2026-03-02T20:00:00+08:00");
    const [evening] = await arrive(1) as [string];
    expect((await leadOf(evening))?.owner_id).toBe(first);
    const { items } = await w.as(admin, recordReceipts, { object: "lead", id: evening });
    expect(items.find((r) => r.kind === "route")?.explain.some(({ zh }) => zh === "若「李雷」在班次内，则由其接收")).toBe(false);
    await person(first, "shifts = null");
  });

  it("past conversion is counted by a job and told on the receipt", async () => {
    const [first, second] = ids() as [string, string];
    await publish(rule({ id: "match", target: { kind: "people", ids: [first, second] }, strategy: { kind: "best_match", similar: { source: 1 }, prior: 5, explore: 0 } }));
    const past = await arrive(20, { source: "展会" });
    await transaction(w.system(), (tx) => updateRows(tx, "lead", past.map((id, i) => ({ id, changes: { owner_id: i % 2 ? first : second, stage: i % 2 ? "converted" : "disqualified", ...(i % 2 ? {} : { disqualify_reason: "no_need" }) } }))));
    await w.travel({ minutes: 1 });
    await countRouteStats.run(w.house, {});
    const [id] = await arrive(1, { source: "展会" }) as [string];
    expect((await leadOf(id))?.owner_id).toBe(first);
    const { items } = await w.as(admin, recordReceipts, { object: "lead", id });
    const chosen = items.find((r) => r.kind === "route")?.candidates.find((c) => c.outcome === "chosen");
    expect(chosen?.explain[0]?.zh).toMatch(/^相似线索预期转化率 \d+(\.\d)?%（相似样本 10 条/);
  });
});
