import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import type { Row } from "../../core/language/types.ts";
import { listNotifications } from "../../core/notifications/ops.ts";
import { draftPolicy, publishPolicy, simulatePolicy } from "../../core/policies/ops/policies.ts";
import { createRecords } from "../../core/records/ops/create.ts";
import { queryRecords } from "../../core/records/ops/list.ts";
import { getRecord, patchRecord, removeRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { recordReceipts } from "../../leads/lead.receipts.ts";
import { changePool } from "../../leads/pool/ops/change_pool.ts";
import { claimLead } from "../../leads/pool/ops/claim.ts";
import { extendLead } from "../../leads/pool/ops/extend.ts";
import { forecastPools } from "../../leads/pool/ops/forecast.ts";
import { assignLead } from "../../leads/pool/ops/hand_over.ts";
import { leadHolds } from "../../leads/pool/ops/holds.ts";
import { leavingLeads } from "../../leads/pool/ops/leaving.ts";
import { myPools } from "../../leads/pool/ops/my_pools.ts";
import { releaseLead } from "../../leads/pool/ops/release.ts";
import { DEFAULT_POOL_POLICY, type PoolPolicy } from "../../leads/pool/policy.ts";
import { replan } from "../../leads/pool/replan.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { type World, world } from "../world.ts";

type Person = Actor & { kind: "person" };
let w: World;
let admin: Person;
let manager: Person;
let north: string;
let n = 0;

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  manager = await w.person("主管", "manager", "华南");
  const team = manager.teamId as string;
  await sql`update clew.team set manager_id = ${manager.id} where id = ${team}`.execute(w.house.db);
  north = ((await w.as(admin, createRecords, { object: "pool", body: { name: "北区公海", everyone: true, hidden_fields: ["phone"] } })) as { id: string }).id;
});
afterAll(() => w.close());

const rep = (name: string) => w.person(name, "rep", "华南");
async function inPool(count: number, pool: string, more: Row = {}): Promise<string[]> {
  const rows = Array.from({ length: count }, () => ({ name: `线索 ${++n}`, phone: `+8613${String(900_000_000 + n)}`, stage: "new", pool_id: pool, ...more }));
  return (await transaction(w.system(), (tx) => createRows(tx, "lead", rows))).map((r) => r.row?.id as string);
}
/** Publishes and does what publishing queues. */
async function publish(change: Partial<PoolPolicy>): Promise<void> {
  await w.as(admin, draftPolicy, { kind: "pool", body: { ...DEFAULT_POOL_POLICY, ...change } });
  const { version } = await w.as(admin, publishPolicy, { kind: "pool" });
  await replan.run(w.house, { version, after: "00000000-0000-0000-0000-000000000000" });
}
const code = (work: Promise<unknown>) => work.then(() => "done", (error: { code?: string }) => error.code);
const lead = (id: string) => w.as(admin, getRecord, { object: "lead", id });

describe("a pool with rules of its own", () => {
  it("limits its claims and what is held of it besides the limits of all pools", async () => {
    await publish({ pools: [{ id: north, limits: { claims_per_day: 3, holding: 2, min_gap_seconds: 60 } }] });
    const li = await rep("李");
    const [a, b, c] = await inPool(3, north) as [string, string, string];
    const [d] = await inPool(1, DEFAULT_POOL) as [string];
    await w.as(li, claimLead, { id: a });
    expect(await code(w.as(li, claimLead, { id: b }))).toBe("claim_too_soon");
    expect(await code(w.as(li, claimLead, { id: d }))).toBe("done");
    await w.travel({ minutes: 2 });
    await w.as(li, claimLead, { id: b });
    await w.travel({ minutes: 2 });
    expect(await code(w.as(li, claimLead, { id: c }))).toBe("holding_pool_limit");
    expect(await code(w.as(manager, assignLead, { id: c, owner_id: li.id }))).toBe("holding_pool_limit");
    const pools = await w.as(li, myPools, {});
    expect(pools.items.find((pool) => pool.id === north)?.limits).toMatchObject({ claims_left: 1, held: 2, holding_left: 0 });
    expect(pools.items.find((pool) => pool.id === DEFAULT_POOL)?.limits).toBeNull();
    await w.as(li, releaseLead, { id: a, reason: "区域不对" });
    expect((await lead(a)).pool_id).toBe(north);
    await w.as(li, claimLead, { id: c });
    await w.travel({ minutes: 2 });
    await w.as(li, releaseLead, { id: b, reason: "区域不对" });
    const [e] = await inPool(1, north) as [string];
    expect(await code(w.as(li, claimLead, { id: e }))).toBe("claim_pool_daily_limit");
  });

  it("cools down and freezes by its own days, and edits do not restart the freeze", async () => {
    await publish({ pools: [{ id: north, cooldown_days: 10, freeze_days: 2 }] });
    const [wang, zhao] = [await rep("王"), await rep("赵")];
    const [id] = await inPool(1, north) as [string];
    const [free] = await inPool(1, DEFAULT_POOL) as [string];
    expect(await code(w.as(wang, claimLead, { id: free }))).toBe("done");
    expect(await code(w.as(wang, claimLead, { id }))).toBe("lead_frozen");
    await w.travel({ days: 1 });
    await w.as(admin, patchRecord, { object: "lead", id, body: { industry: "制造" } });
    await w.travel({ days: 1 });
    await w.as(wang, claimLead, { id });
    await w.as(wang, releaseLead, { id, reason: "没空" });
    await w.travel({ days: 3 });
    // Somebody in between does not end the cool-down of whoever had it before.
    await w.as(zhao, claimLead, { id });
    await w.as(zhao, releaseLead, { id, reason: "没空" });
    await w.travel({ days: 5 });
    expect(await code(w.as(wang, claimLead, { id }))).toBe("cooling_down");
    await w.travel({ days: 3 });
    expect(await code(w.as(wang, claimLead, { id }))).toBe("done");
  });

  it("protects and recycles by its own rules, counts its own kinds of follow-up, and leads go back to it", async () => {
    const rule = { id: "north", name: { zh: "北区 3 天", en: "North 3 days" }, when: { all: [] }, due: { any: [{ no_activity_days: 3 }] }, despite_protection: true, to_pool: null };
    await publish({ pools: [{ id: north, protection: { days: 4, activity_days: 1, max_days: 6 }, recycle: [rule], activity_kinds: ["visit"] }] });
    const qian = await rep("钱");
    const [id] = await inPool(1, north) as [string];
    const [base] = await inPool(1, DEFAULT_POOL) as [string];
    await w.as(qian, claimLead, { id });
    await w.as(qian, claimLead, { id: base });
    const days = (to: unknown) => Math.round((Date.parse(String(to)) - w.house.clock.now().getTime()) / 86_400_000);
    expect([days((await lead(id)).recycle_at), days((await lead(base)).recycle_at)]).toEqual([3, 7]);
    expect(days((await lead(id)).protected_until)).toBeLessThan(days((await lead(base)).protected_until));
    await w.travel({ days: 1 });
    await w.as(qian, logActivity, { id, kind: "call", next_step: { at: "2027-01-01T09:00:00+08:00" } });
    expect(days((await lead(id)).recycle_at)).toBe(2);
    await w.as(qian, logActivity, { id, kind: "visit", next_step: { at: "2027-01-01T09:00:00+08:00" } });
    expect(days((await lead(id)).recycle_at)).toBe(3);
    await w.travel({ days: 3 });
    expect(await lead(id)).toMatchObject({ owner_id: null, pool_id: north, home_pool_id: null, next_step_at: null, next_step: null, times_recycled: 1 });
    const { items } = await w.as(admin, recordReceipts, { object: "lead", id });
    expect(items.find((item) => item.outcome.recycled)).toMatchObject({ kind: "pool", explain: [{ zh: "回收规则「北区 3 天」" }, {}] });
  });
});

describe("rules that change", () => {
  it("a rule switched off keeps the dates of its leads, switched on again it uses them", async () => {
    await publish({});
    const sun = await rep("孙");
    const [id] = await inPool(1, DEFAULT_POOL) as [string];
    await w.as(sun, claimLead, { id });
    const due = (await lead(id)).recycle_at;
    const [rule] = DEFAULT_POOL_POLICY.recycle;
    await publish({ recycle: [{ ...(rule as PoolPolicy["recycle"][number]), off: true }] });
    expect((await lead(id)).recycle_at).toBeNull();
    expect((await w.as(sun, recordReceipts, { object: "lead", id })).items.find((item) => item.kind === "pool")?.explain[0]?.en).toContain("No recycle rule applies");
    await w.travel({ days: 30 });
    expect((await lead(id)).owner_id).toBe(sun.id);
    await publish({});
    expect((await lead(id)).recycle_at).toBe(due);
    await w.travel({ seconds: 1 });
    expect((await lead(id)).owner_id).toBeNull();
  });

  it("is tried first: which leads would go back when, whose, and what the limits would have refused; nothing is written", async () => {
    await publish({});
    const zhou = await rep("周");
    const ids = await inPool(4, DEFAULT_POOL);
    for (const id of ids) await w.as(zhou, claimLead, { id });
    const before = await sql`select md5(string_agg(t::text, '|' order by id)) as row from crm.lead t`.execute(w.house.db);
    const strict = { ...DEFAULT_POOL_POLICY, limits: { ...DEFAULT_POOL_POLICY.limits, claims_per_day: 3, holding: 4 }, recycle: [{ ...DEFAULT_POOL_POLICY.recycle[0], due: { any: [{ no_activity_days: 1 }] } }] };
    const answer = (await w.as(admin, simulatePolicy, { kind: "pool", body: strict, days: 1 })) as unknown as {
      changed: number; recycled: Record<string, { before: number; after: number }>; people: { id: string; tomorrow: object; week: object }[]; limits: { full: object; claims_refused: object };
      differences: { id: string; before: { outcome: { recycle_at: string } }; after: { outcome: { recycle_at: string }; reasons: { code: string; facts: { days?: number } }[] } }[];
    };
    expect(answer.people.find((person) => person.id === zhou.id)).toMatchObject({ tomorrow: { before: 0, after: 4 }, week: { before: 4, after: 4 } });
    expect(answer.limits).toMatchObject({ full: { before: 0, after: 1 }, claims_refused: { before: 0, after: 1 } });
    const one = answer.differences.find((each) => each.id === ids[0]);
    expect(one?.after.reasons[1]).toMatchObject({ code: "no_activity", facts: { days: 1 } });
    expect(Date.parse(one?.before.outcome.recycle_at ?? "") - Date.parse(one?.after.outcome.recycle_at ?? "")).toBe(6 * 86_400_000);
    expect((await sql`select md5(string_agg(t::text, '|' order by id)) as row from crm.lead t`.execute(w.house.db)).rows).toEqual(before.rows);
  });
});

describe("leads about to go", () => {
  it("are a work-list by day, a forecast whose numbers open their leads, and are put off with a reason within a limit", async () => {
    await publish({ extension: { times: 2, days: 3 } });
    const wu = await rep("吴");
    const other = await w.person("外人", "rep", "华北");
    const ids = await inPool(2, DEFAULT_POOL, { budget: 50_000 });
    for (const id of ids) await w.as(wu, claimLead, { id });
    const [id] = ids as [string, string];
    await w.travel({ days: 6 });
    const list = await w.as(wu, leavingLeads, {});
    expect(list).toMatchObject({ total: 2, days: [{ leads: 2 }], items: [{ rule: "no_follow_up", extension: { used: 0, times: 2, days: 3, beyond: false } }, {}] });
    expect(await w.as(other, leavingLeads, { whose: "team" })).toMatchObject({ total: 0, items: [] });
    const forecast = await w.as(manager, forecastPools, {});
    const mine = forecast.tomorrow.people.find((person) => person.id === wu.id);
    expect(mine).toMatchObject({ leads: 2, budget: 100_000, name: "吴" });
    expect(forecast.tomorrow.rules.find((rule) => rule.id === "no_follow_up")?.name).toMatchObject({ zh: "7 天未跟进" });
    for (const line of [forecast.tomorrow, forecast.week, mine, ...forecast.week.rules, ...forecast.days]) {
      expect((await w.as(manager, queryRecords, { object: "lead", filter: line?.filter, count: true, limit: 1 })).total).toBe(line?.leads);
    }
    expect(await code(w.as(wu, extendLead, { id, days: 5, reason: "客户出差" }))).toBe("extension_too_long");
    const due = Date.parse(String((await lead(id)).recycle_at));
    for (const times of [1, 2]) {
      await w.as(wu, extendLead, { id, days: 3, reason: `客户出差 ${times}` });
      expect(Date.parse(String((await lead(id)).recycle_at)) - due).toBe(times * 3 * 86_400_000);
    }
    expect(await code(w.as(wu, extendLead, { id, days: 1, reason: "再等" }))).toBe("extension_limit");
    await w.as(wu, extendLead, { id, days: 1, reason: "再等等", ask: true });
    expect((await w.as(manager, listNotifications, {})).items[0]).toMatchObject({ kind: "extension_asked", record_id: id, facts: { reason: "再等等", owner: "吴" } });
    await w.as(manager, extendLead, { id, days: 10, reason: "大客户，同意" });
    await expect(w.as(other, extendLead, { id, days: 1, reason: "x" })).rejects.toMatchObject({ code: "not_found" });
    await w.travel({ days: 10 });
    expect((await lead(id)).owner_id).toBe(wu.id);
    expect((await lead(ids[1] as string)).owner_id).toBeNull();
    const log = await w.as(wu, leadHolds, { id });
    expect(log.items[0]).toMatchObject({ owner: { name: "吴" }, how: "claim", to: null, extensions: [{ days: 3, reason: "客户出差 1", by: { name: "吴" } }, { days: 3 }, { days: 10, reason: "大客户，同意", by: { name: "主管" } }] });
    expect(log.items[1]).toMatchObject({ owner: null, pool: { name: "公海" }, ended_how: "claim", ended_by: { name: "吴" } });
    await expect(w.as(other, leadHolds, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("an extension never passes the maximum of protection, and a new owner starts without it", async () => {
    await publish({ protection: { days: 10, activity_days: 3, max_days: 12 } });
    const zheng = await rep("郑");
    const [id] = await inPool(1, DEFAULT_POOL) as [string];
    await w.as(zheng, claimLead, { id });
    const before = Date.parse(String((await lead(id)).protected_until));
    await w.as(manager, extendLead, { id, days: 60, reason: "长周期" });
    expect(Date.parse(String((await lead(id)).protected_until)) - before).toBe(2 * 86_400_000);
    await w.as(admin, patchRecord, { object: "lead", id, body: { owner_id: manager.id } });
    expect((await lead(id)).extended_until).toBeNull();
  });
});

describe("who looks after a pool", () => {
  it("changes its members and what it hides; others do not, and a pool with leads stays", async () => {
    const [boss, li] = [await rep("公海管理员"), await rep("成员")];
    await w.as(admin, changePool, { id: north, admin_people: [boss.id] });
    await w.as(boss, changePool, { id: north, everyone: false, member_people: [boss.id], hidden_fields: ["phone", "campaign_id"] });
    expect((await w.as(li, myPools, {})).items.map((pool) => pool.id)).not.toContain(north);
    expect((await w.as(boss, myPools, {})).items.find((pool) => pool.id === north)?.settings).toMatchObject({ everyone: false, member_people: [boss.id] });
    expect(await code(w.as(li, changePool, { id: north, everyone: true }))).toBe("not_found");
    expect(await code(w.as(li, changePool, { id: DEFAULT_POOL, everyone: false }))).toBe("forbidden");
    expect(await code(w.as(boss, changePool, { id: north, admin_people: [boss.id, li.id] }))).toBe("forbidden");
    expect(await code(w.as(boss, changePool, { id: north, hidden_fields: ["nonsense"] }))).toBe("invalid_input");
    expect(await code(w.as(admin, patchRecord, { object: "pool", id: north, body: { hidden_fields: "phone" } }))).toBe("invalid_input");
    const [id] = await inPool(1, north) as [string];
    expect(await code(w.as(li, claimLead, { id }))).toBe("not_found");
    expect(await code(w.as(admin, removeRecord, { object: "pool", id: north }))).toBe("pool_in_use");
    expect(await code(w.as(admin, removeRecord, { object: "pool", id: DEFAULT_POOL }))).toBe("pool_first");
  });
});
