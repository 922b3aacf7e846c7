import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directory } from "../../core/access/directory.ts";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { draftPolicy, publishPolicy } from "../../core/policies/ops/policies.ts";
import { patchRecord } from "../../core/records/ops/one.ts";
import { createRows, updateRows } from "../../core/records/write.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { channels } from "../../leads/capture/channels.ts";
import { intake } from "../../leads/capture/intake.ts";
import { claimLead } from "../../leads/pool/ops/claim.ts";
import { assignLead, transferLead } from "../../leads/pool/ops/hand_over.ts";
import { DEFAULT_POOL_POLICY } from "../../leads/pool/policy.ts";
import type { ScorePolicy } from "../../leads/score/policy.ts";
import { rerouteLeads } from "../../leads/route/reroute/ops.ts";
import { type World, world } from "../world.ts";

const CAP = 5;
let w: World;
type Person = Actor & { kind: "person" };
let admin: Person;
let manager: Person;
let other: Person;
let phone = 400_000_000;

/** Budget tells the grade: a big one is an A, everything else a D. */
const byBudget: ScorePolicy = {
  groups: [{ id: "fit", name: { zh: "预算", en: "Budget" }, kind: "own", measures: "fit", max: 100, min: 0, rules: [{ id: "big", name: { zh: "大", en: "Big" }, when: { field: "budget", op: "gt", value: 1000 }, points: 80 }] }],
  heat: { high: 70, mid: 40 }, grade: { fit: { A: 70, B: 50, C: 30 }, interest: { 1: 70, 2: 40, 3: 10 } },
};

beforeAll(async () => {
  w = await world({ poolSize: 16 });
  admin = await w.person("管理员", "admin");
  manager = await w.person("主管", "manager", "华东");
  other = await w.person("另一位", "rep", "华东");
  await w.as(admin, draftPolicy, { kind: "pool", body: { ...DEFAULT_POOL_POLICY, freeze_days: 0, limits: { ...DEFAULT_POOL_POLICY.limits, holding: null, claims_per_day: null, min_gap_seconds: 0 } } });
  await w.as(admin, publishPolicy, { kind: "pool" });
  await w.as(admin, draftPolicy, { kind: "score", body: byBudget });
  await w.as(admin, publishPolicy, { kind: "score" });
});
afterAll(() => w.close());

const capped = async (name: string, caps: Record<string, number> = { A: CAP }) => {
  const rep = await w.person(name, "rep", "华东");
  await sql`update clew.person set cap_grades = ${JSON.stringify(caps)}::jsonb where id = ${rep.id}`.execute(w.house.db);
  await directory.changed(w.system());
  return rep;
};
const leads = async (count: number, more: Record<string, unknown> = {}) =>
  (await transaction(w.system(), (tx) => createRows(tx, "lead", Array.from({ length: count }, (_, i) => ({ name: `客户 ${i}`, phone: `+8613${phone++}`, stage: "new", budget: 5_000, ...more })) as never))).map((one) => one.row?.id as string);
const held = async (id: string, letter = "A") => (await sql<{ n: number }>`select count(*)::int as n from crm.lead where owner_id = ${id} and left(grade, 1) = ${letter} and stage not in ('converted', 'disqualified')`.execute(w.house.db)).rows[0]?.n;
const codes = (outcomes: PromiseSettledResult<unknown>[]) => [...new Set(outcomes.flatMap((one) => (one.status === "rejected" ? [(one.reason as { code?: string }).code] : [])))];

describe("a cap for one grade", () => {
  it("holds exactly however many claim, assign, transfer, edit and arrive at once", async () => {
    const rep = await capped("满员");
    const pooled = await leads(12);
    const owned = await leads(12, { owner_id: other.id });
    const channel = (await channels.get(w.house)).get("hand") as never;
    const tried = await Promise.allSettled([
      ...pooled.slice(0, 6).map((id) => w.as(rep, claimLead, { id })),
      ...pooled.slice(6).map((id) => w.as(manager, assignLead, { id, owner_id: rep.id })),
      ...owned.slice(0, 6).map((id) => w.as(manager, transferLead, { id, owner_id: rep.id })),
      ...owned.slice(6).map((id) => w.as(admin, patchRecord, { object: "lead", id, body: { owner_id: rep.id } })),
      ...Array.from({ length: 6 }, () => transaction(w.system(), (tx) => intake(tx, channel, [{ payload: { name: "新客", phone: `+8613${phone++}`, budget: 9_000, owner_id: rep.id } }] as never))),
    ]);
    expect(tried.filter((one) => one.status === "fulfilled")).toHaveLength(CAP);
    expect(codes(tried)).toEqual(["holding_grade_limit"]);
    expect(await held(rep.id)).toBe(CAP);
  });

  it("leaves other grades alone, and is given back when one goes", async () => {
    const rep = await capped("名额");
    const many = await leads(CAP, { owner_id: rep.id });
    const [small] = await leads(1, { budget: 5 }) as [string];
    const [big] = await leads(1) as [string];
    await w.as(rep, claimLead, { id: small });
    await expect(w.as(rep, claimLead, { id: big })).rejects.toMatchObject({ code: "holding_grade_limit", facts: { grade: "A", held: CAP, limit: CAP } });
    await transaction(w.system(), (tx) => updateRows(tx, "lead", [{ id: many[0] as string, changes: { owner_id: null, pool_id: DEFAULT_POOL } }]));
    await w.as(rep, claimLead, { id: big });
    expect([await held(rep.id), await held(rep.id, "D")]).toEqual([CAP, 1]);
  });

  it("binds within one batch, and a batch that swaps leads keeps it", async () => {
    const rep = await capped("批量", { A: 2 });
    const ids = await leads(4, { owner_id: other.id });
    expect(await w.as(manager, rerouteLeads, { ids, give: { by: "person", id: rep.id } })).toMatchObject({ counts: { moved: 2, refused: 2 } });
    const mine = (await sql<{ id: string }>`select id from crm.lead where owner_id = ${rep.id} order by id`.execute(w.house.db)).rows.map((row) => row.id);
    const theirs = ids.find((id) => !mine.includes(id)) as string;
    const written = await transaction(w.system(), (tx) => updateRows(tx, "lead", [{ id: mine[0] as string, changes: { owner_id: other.id } }, { id: theirs, changes: { owner_id: rep.id } }]));
    expect(written.map((one) => one.refused ?? null)).toEqual([null, null]);
    expect(await held(rep.id)).toBe(2);
  });

  it("sends what the fallback person may not hold to the last pool instead of refusing it", async () => {
    const rep = await capped("兜底", { A: 1 });
    await w.as(admin, draftPolicy, { kind: "route", body: { rules: [], fallback: { kind: "person", id: rep.id } } });
    await w.as(admin, publishPolicy, { kind: "route" });
    const channel = (await channels.get(w.house)).get("hand") as never;
    const made = await transaction(w.system(), (tx) => intake(tx, channel, Array.from({ length: 3 }, () => ({ payload: { name: "新客", phone: `+8613${phone++}`, budget: 9_000 } })) as never));
    const { rows } = await sql<{ owner_id: string | null }>`select owner_id from crm.lead where id = any(${made.map((one) => one.lead_id as string)}::uuid[]) order by id`.execute(w.house.db);
    expect(rows.map((row) => row.owner_id).filter((id) => id === rep.id)).toHaveLength(1);
    expect(rows.filter((row) => row.owner_id === null)).toHaveLength(2);
  });
});
