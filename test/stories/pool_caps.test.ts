import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directory } from "../../core/access/directory.ts";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { draftPolicy, publishPolicy, simulatePolicy } from "../../core/policies/ops/policies.ts";
import { getRecord } from "../../core/records/ops/one.ts";
import { createRows } from "../../core/records/write.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { captureLead } from "../../leads/capture/ops/capture.ts";
import { recordReceipts } from "../../leads/lead.receipts.ts";
import { claimLead } from "../../leads/pool/ops/claim.ts";
import { assignLead, transferLead } from "../../leads/pool/ops/hand_over.ts";
import { myPools } from "../../leads/pool/ops/my_pools.ts";
import { DEFAULT_POOL_POLICY, type PoolPolicy } from "../../leads/pool/policy.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { type World, world } from "../world.ts";

type Person = Actor & { kind: "person" };
let w: World;
let admin: Person;
let south: string;
let [a, b, c]: Person[] = [];
let n = 0;

beforeAll(async () => {
  w = await world({ poolSize: 24 });
  admin = await w.person("管理员", "admin");
  south = await w.team("华南");
  await w.team("深圳", "华南");
  [a, b, c] = [await w.person("甲", "rep", "华南"), await w.person("乙", "rep", "深圳"), await w.person("丙", "rep", "华北")];
});
afterAll(() => w.close());

async function inPool(count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, () => ({ name: `线索 ${++n}`, phone: `+8613${String(800_000_000 + n)}`, stage: "new", pool_id: DEFAULT_POOL }));
  return (await transaction(w.system(), (tx) => createRows(tx, "lead", rows))).map((r) => r.row?.id as string);
}
async function publish(limits: Partial<PoolPolicy["limits"]>): Promise<void> {
  await w.as(admin, draftPolicy, { kind: "pool", body: { ...DEFAULT_POOL_POLICY, limits: { ...DEFAULT_POOL_POLICY.limits, claims_per_day: null, ...limits } } });
  await w.as(admin, publishPolicy, { kind: "pool" });
}
const refused = (work: Promise<unknown>) => work.then(() => null, (error: { code: string; text: { zh: string }; facts: object }) => [error.code, error.text.zh]);
const nobodyHolds = async () => {
  await transaction(w.system(), async (tx) => {
    await sql`delete from clew.hold`.execute(tx.db);
    await sql`delete from crm.lead`.execute(tx.db);
    await sql`delete from clew.load`.execute(tx.db);
  });
};

describe("of several caps the smallest holds, and the refusal says whose it is", () => {
  it("everybody's, the person's own, that of each in a team or a team above", async () => {
    const ids = await inPool(8);
    await publish({ holding: 1 });
    await w.as(b!, claimLead, { id: ids[0]! });
    expect(await refused(w.as(b!, claimLead, { id: ids[1]! }))).toEqual(["holding_limit", "在手线索已达上限 1"]);
    await publish({ holding: 5, teams: [{ id: south, each: 2, together: null }] });
    await w.as(b!, claimLead, { id: ids[1]! });
    expect(await refused(w.as(b!, claimLead, { id: ids[2]! }))).toEqual(["holding_limit", "在手线索已达上限 2（华南每人上限）"]);
    expect(await refused(w.as(admin, assignLead, { id: ids[2]!, owner_id: b!.id }))).toEqual(["holding_limit", "在手线索已达上限 2（华南每人上限）"]);
    expect((await w.as(b!, myPools, {})).limits).toMatchObject({ holding: 2, held: 2, holding_left: 0, cap: { of: "team", team: "华南" } });
    await sql`update clew.person set cap_open = 1 where id = ${b!.id}`.execute(w.house.db);
    await directory.changed(w.system());
    expect(await refused(w.as(b!, claimLead, { id: ids[2]! }))).toEqual(["holding_limit", "在手线索已达上限 1（本人上限）"]);
    await sql`update clew.person set cap_open = null where id = ${b!.id}`.execute(w.house.db);
    await directory.changed(w.system());
    // Another team is not concerned.
    for (const id of ids.slice(2, 7)) await w.as(c!, claimLead, { id });
    await nobodyHolds();
  });

  it("what a team holds together is one number, exact however many take at once; handing on inside the team adds nothing", async () => {
    await publish({ teams: [{ id: south, each: null, together: 5 }] });
    const ids = await inPool(30);
    const won = await Promise.allSettled(ids.slice(0, 24).map((id, i) => (i % 3 === 2 ? w.as(admin, assignLead, { id, owner_id: (i % 2 ? a! : b!).id }) : w.as(i % 3 ? a! : b!, claimLead, { id }))));
    expect(won.filter((each) => each.status === "fulfilled")).toHaveLength(5);
    expect(new Set(won.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : [])))).toEqual(new Set(["holding_team_limit"]));
    expect(await refused(w.as(a!, claimLead, { id: ids[24]! }))).toEqual(["holding_team_limit", "华南共同持有的线索已达上限 5"]);
    expect((await w.as(a!, myPools, {})).limits.teams).toEqual([{ team: "华南", limit: 5, held: 5 }]);
    const { rows } = await sql<{ id: string; owner_id: string }>`select id, owner_id from crm.lead where owner_id is not null`.execute(w.house.db);
    const one = rows[0]!;
    await w.as(admin, transferLead, { id: one.id, owner_id: one.owner_id === a!.id ? b!.id : a!.id });
    await w.as(admin, transferLead, { id: one.id, owner_id: c!.id });
    await w.as(a!, claimLead, { id: ids.find((id) => !rows.some((row) => row.id === id))! });
    expect((await w.as(a!, myPools, {})).limits.teams[0]?.held).toBe(5);
  });

  it("routing passes a full team by, says so, and fills what room is left exactly", async () => {
    await nobodyHolds();
    await publish({ teams: [{ id: south, each: null, together: 3 }] });
    const rule = { id: "all", name: { zh: "轮转", en: "In turn" }, when: { all: [] }, target: { kind: "people", ids: [a!.id, b!.id, c!.id] }, strategy: { kind: "round_robin" } };
    await w.as(admin, draftPolicy, { kind: "route", body: { rules: [rule], fallback: { kind: "pool", id: DEFAULT_POOL } } });
    await w.as(admin, publishPolicy, { kind: "route" });
    const capture = async (body: object) => (await w.as(admin, captureLead, { channel_key: "api", body })) as { outcome: string; lead_id: string; owner_id: string };
    const made = await Promise.all(Array.from({ length: 12 }, (_, i) => capture({ name: `来客 ${i}`, phone: `+8613${718_246_013 + i * 71}` })));
    const owners = Map.groupBy(made, ({ owner_id }) => owner_id);
    expect([owners.get(a!.id)?.length ?? 0, owners.get(b!.id)?.length ?? 0].reduce((sum, each) => sum + each)).toBe(3);
    expect(made.filter(({ outcome }) => outcome !== "created")).toEqual([]);
    expect(owners.get(c!.id)).toHaveLength(9);
    const last = await capture({ name: "再来", phone: "+8613618246099" });
    const receipt = (await w.as(admin, recordReceipts, { object: "lead", id: last.lead_id })).items.find((each) => each.kind === "route");
    expect(receipt?.candidates.find((each) => each.id === a!.id)?.explain.map((each) => each.zh)).toEqual(["华南共持有 3 条，团队上限 3 条"]);
  });
});

it("a trial replays the draft's lengths of protection from the day each lead got its owner", async () => {
  await nobodyHolds();
  const waits: Partial<PoolPolicy> = { recycle: [{ id: "idle", name: { zh: "5 天未跟进", en: "Idle" }, when: { all: [] }, due: { any: [{ no_activity_days: 5 }] }, despite_protection: false, to_pool: null }] };
  const body = (protection: PoolPolicy["protection"]): PoolPolicy => ({ ...DEFAULT_POOL_POLICY, ...waits, protection });
  await w.as(admin, draftPolicy, { kind: "pool", body: body({ days: 10, activity_days: 3, max_days: 20 }) });
  await w.as(admin, publishPolicy, { kind: "pool" });
  const [plain, worked] = await inPool(2);
  for (const id of [plain!, worked!]) await w.as(a!, claimLead, { id });
  await w.travel({ days: 2 });
  await w.as(a!, logActivity, { id: worked!, kind: "call", summary: "聊", nothing_next: true });
  const stored = async (id: string) => (await w.as(admin, getRecord, { object: "lead", id })).protected_until;
  const before = await Promise.all([plain!, worked!].map(stored));
  const trial = async (protection: PoolPolicy["protection"]) => (await w.as(admin, simulatePolicy, { kind: "pool", body: body(protection), filter: { field: "id", op: "in", value: [plain!, worked!] } })) as unknown as { changed: number; differences: { id: string; before: { outcome: { recycle_at: string } }; after: { outcome: { recycle_at: string }; reasons: { code: string; facts: Record<string, unknown> }[] } }[] };
  const shorter = await trial({ days: 1, activity_days: 6, max_days: 7 });
  const of = (id: string) => shorter.differences.find((each) => each.id === id);
  expect(shorter.changed).toBe(2);
  // Claimed on the 2nd: one day of protection, then five days without follow-up; the other was followed up on the 4th, which protects to the 9th at most.
  expect(of(plain!)?.after.outcome.recycle_at).toBe(new Date("2026-03-07T09:00:00+08:00").toISOString());
  expect(of(worked!)?.after.outcome.recycle_at).toBe(new Date("2026-03-10T00:00:00+08:00").toISOString());
  expect(of(worked!)?.after.reasons.map((each) => each.code).slice(-2)).toEqual(["protected_on_owning", "protection_at_maximum"]);
  expect((await trial({ days: 10, activity_days: 3, max_days: 20 })).changed).toBe(0);
  expect(await Promise.all([plain!, worked!].map(stored))).toEqual(before);
});
