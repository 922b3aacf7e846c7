import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { queryRecords } from "../../core/records/ops/list.ts";
import { getRecord, patchRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { transaction } from "../../core/db/transaction.ts";
import { draftPolicy, publishPolicy } from "../../core/policies/ops/policies.ts";
import { listNotifications } from "../../core/notifications/ops.ts";
import { DEFAULT_POOL_POLICY } from "../../leads/pool/policy.ts";
import { claimLead, claimLeads } from "../../leads/pool/ops/claim.ts";
import { assignLead } from "../../leads/pool/ops/hand_over.ts";
import { myPools } from "../../leads/pool/ops/my_pools.ts";
import { releaseLead } from "../../leads/pool/ops/release.ts";
import { type World, world } from "../world.ts";

let w: World;
let admin: Actor;
let manager: Actor & { kind: "person" };
type Person = Actor & { kind: "person" };
let n = 0;

beforeAll(async () => {
  w = await world({ poolSize: 20 });
  admin = await w.person("管理员", "admin");
  manager = await w.person("主管", "manager", "华南");
});
afterAll(() => w.close());

async function inPool(count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, () => ({ name: `公海 ${++n}`, phone: `+8613${String(700_000_000 + n)}`, stage: "new" }));
  const written = await transaction(w.system(), (tx) => createRows(tx, "lead", rows));
  return written.map((r) => r.row?.id as string);
}
async function limits(change: Partial<typeof DEFAULT_POOL_POLICY.limits>, more: Partial<typeof DEFAULT_POOL_POLICY> = {}): Promise<void> {
  await w.as(admin, draftPolicy, { kind: "pool", body: { ...DEFAULT_POOL_POLICY, ...more, limits: { ...DEFAULT_POOL_POLICY.limits, ...change } } });
  await w.as(admin, publishPolicy, { kind: "pool" });
}
const tally = (results: PromiseSettledResult<unknown>[]) => ({ won: results.filter((r) => r.status === "fulfilled").length, codes: [...new Set(results.flatMap((r) => (r.status === "rejected" ? [(r.reason as { code: string }).code] : [])))] });

describe("pool", () => {
  it("of two hundred concurrent claims of one lead exactly one wins", async () => {
    const [id] = await inPool(1) as [string];
    const people: Person[] = [];
    for (let i = 0; i < 10; i++) people.push(await w.person(`抢 ${i}`, "rep", "华南"));
    const results = await Promise.allSettled(Array.from({ length: 200 }, (_, i) => w.as(people[i % 10] as Person, claimLead, { id })));
    expect(tally(results)).toEqual({ won: 1, codes: ["already_owned"] });
    const { rows } = await sql<{ held: number }>`select sum(held)::int as held from clew.load where person_id = any(${people.map((p) => p.id)}::uuid[])`.execute(w.house.db);
    expect(rows[0]?.held).toBe(1);
  });

  it("the last slot of a daily quota is taken once, through claim, bulk and plain editing alike", async () => {
    await limits({ claims_per_day: 5 });
    const rep = await w.person("名额", "rep", "华南");
    const ids = await inPool(30);
    const results = await Promise.allSettled(ids.map((id, i) => {
      if (i % 3 === 0) return w.as(rep, claimLead, { id });
      if (i % 3 === 1) return w.as(rep, patchRecord, { object: "lead", id, body: { owner_id: rep.id } });
      return w.as(rep, claimLeads, { ids: [id] }).then((r) => { if (!r.items[0]?.ok) throw Object.assign(new Error(), { code: r.items[0]?.code }); });
    }));
    expect(tally(results)).toEqual({ won: 5, codes: ["claim_daily_limit"] });
    expect((await w.as(rep, myPools, {})).limits).toMatchObject({ claims_left: 0, held: 5 });
    await limits({});
  });

  it("what is hidden before the claim cannot be seen, searched or filtered by, and is seen after", async () => {
    const rep = await w.person("看", "rep", "华南");
    const [id] = await inPool(1) as [string];
    const before = await w.as(rep, getRecord, { object: "lead", id });
    expect(before.phone).toMatch(/\*\*\*\*/);
    expect(before.abilities).toContain("claim");
    const full = (await w.as(admin, getRecord, { object: "lead", id })).phone as string;
    expect((await w.as(rep, queryRecords, { object: "lead", filter: { field: "phone", op: "is", value: full } })).items).toEqual([]);
    await w.as(rep, claimLead, { id });
    expect((await w.as(rep, getRecord, { object: "lead", id })).phone).toBe(full);
    expect((await w.as(rep, queryRecords, { object: "lead", filter: { field: "phone", op: "is", value: full } })).items).toHaveLength(1);
  });

  it("a claimed lead nobody follows up returns to the pool after seven days, with warnings, and its owner cannot take it back at once", async () => {
    const rep = await w.person("忘", "rep", "华南");
    const [id] = await inPool(1) as [string];
    const claimed = await w.as(rep, claimLead, { id });
    expect(claimed.recycle_at).not.toBeNull();
    await w.travel({ days: 6, hours: 23 });
    expect(await w.as(rep, getRecord, { object: "lead", id })).toMatchObject({ owner_id: rep.id });
    await w.travel({ hours: 1 });
    expect(await w.as(admin, getRecord, { object: "lead", id })).toMatchObject({ owner_id: null, times_recycled: 1, stage: "new" });
    const told = (await w.as(rep, listNotifications, {})).items.map((i) => i.kind);
    expect(told.filter((k) => k === "recycled")).toHaveLength(1);
    expect(told.filter((k) => k === "recycle_warning").length).toBeGreaterThanOrEqual(1);
    await expect(w.as(rep, claimLead, { id })).rejects.toMatchObject({ code: "cooling_down" });
    const other = await w.person("接", "rep", "华南");
    await w.as(other, claimLead, { id });
    const { rows } = await sql<{ how: string; ended_how: string | null }>`select how, ended_how from clew.hold where lead_id = ${id} order by from_at, id`.execute(w.house.db);
    expect(rows).toEqual([{ how: "create", ended_how: "claim" }, { how: "claim", ended_how: "recycle" }, { how: "recycle", ended_how: "claim" }, { how: "claim", ended_how: null }].map((r, i) => (i === 0 ? expect.objectContaining({ ended_how: "claim" }) : r)));
  });

  it("a release needs a reason and frees the holding", async () => {
    const rep = await w.person("退", "rep", "华南");
    const [id] = await inPool(1) as [string];
    await w.as(manager, assignLead, { id, owner_id: rep.id });
    expect((await w.as(rep, listNotifications, {})).items).toMatchObject([{ kind: "lead_assigned", record_id: id }]);
    await expect(w.as(rep, releaseLead, { id, reason: " " })).rejects.toMatchObject({ code: "invalid_input", errors: [{ path: "reason" }] });
    await w.as(rep, releaseLead, { id, reason: "区域不对" });
    expect((await w.as(rep, myPools, {})).limits.held).toBe(0);
    const { rows } = await sql<{ ended_note: string }>`select ended_note from clew.hold where lead_id = ${id} and owner_id = ${rep.id}`.execute(w.house.db);
    expect(rows).toEqual([{ ended_note: "区域不对" }]);
  });

  it("a rep sees neither the leads of others nor may hand leads out", async () => {
    const [a, b] = [await w.person("甲", "rep", "华南"), await w.person("乙", "rep", "华北")];
    const [id] = await inPool(1) as [string];
    await w.as(a, claimLead, { id });
    await expect(w.as(b, getRecord, { object: "lead", id })).rejects.toMatchObject({ code: "not_found" });
    await expect(w.as(a, patchRecord, { object: "lead", id, body: { owner_id: b.id } })).rejects.toMatchObject({ code: "forbidden" });
    await expect(w.as(manager, assignLead, { id: (await inPool(1))[0] as string, owner_id: b.id })).rejects.toMatchObject({ code: "outside_team" });
  });
});
