import { sql } from "kysely";
import { z } from "zod";
import { type Directory, directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import { explain } from "../../../core/policies/explain.ts";
import { publishedPolicy } from "../../../core/policies/published.ts";
import { present } from "../../../core/records/present.ts";
import { viewOf } from "../../../core/records/viewer.ts";
import { capOf } from "../../pool/caps.ts";
import { poolPolicy } from "../../pool/kind.ts";
import { pools } from "../../pool/membership.ts";
import type { PoolPolicy } from "../../pool/policy.ts";
import type { RouteState } from "../decide.ts";
import { ROUTE_WORDS } from "../words.ts";
import { decideGiven, type Given, type GiveLeads, policyOf } from "./give.ts";

/** Rules that do not apply say nothing about where a lead goes. */
const BESIDES = new Set(["rule_not_matched", "rule_no_account_owner"]);
/** Most leads a preview names one by one. */
const SHOWN = 100;

const Side = z.object({ owner_id: z.uuid().nullable(), pool_id: z.uuid().nullable(), name: z.string() });
const Sentences = z.array(z.object({ zh: z.string(), en: z.string() }));
export const Preview = z.object({
  leads: z.number(), moving: z.number(), staying: z.number(), to_pool: z.number(),
  /** What each person concerned holds now and afterwards, and how many they may hold. */
  people: z.array(z.object({ id: z.uuid(), name: z.string(), loses: z.number(), gets: z.number(), held: z.number(), after: z.number(), cap: z.number().nullable() })),
  items: z.array(z.object({ id: z.uuid(), name: z.string(), from: Side, to: Side.nullable(), explain: Sentences })),
  policy_version: z.number().nullable(),
});

/** Who would get which of these leads, and why; decides by the rules published now and writes nothing, not even a turn. */
export async function previewGiven(ctx: Ctx, rows: readonly Row[], give: GiveLeads, excluded: readonly string[] = []): Promise<z.input<typeof Preview>> {
  const [people, { body: pool }, allPools, ruled] = await Promise.all([directory.get(ctx.house), publishedPolicy(ctx.house, poolPolicy), pools.get(ctx.house), policyOf(ctx, give)]);
  const { rows: turns } = await sql<{ state: RouteState }>`select state from clew.route_turn where policy = 'route'`.execute(ctx.db);
  const { given } = await decideGiven(ctx, give, rows, turns[0]?.state ?? {}, excluded);
  const moving = given.filter((one) => one.to !== null);
  const poolNames = new Map(allPools.map((one) => [one.id, one.name]));
  const side = (of: { owner_id?: unknown; pool_id?: unknown }) => {
    const [owner_id, pool_id] = [(of.owner_id ?? null) as string | null, (of.pool_id ?? null) as string | null];
    return { owner_id, pool_id, name: owner_id ? (people.people.get(owner_id)?.name ?? "") : pool_id ? (poolNames.get(pool_id) ?? "") : "" };
  };
  const some = [...moving, ...given.filter((one) => one.to === null)].slice(0, SHOWN);
  const names = await present(await viewOf(ctx, "lead"), some.map((one) => one.row));
  const rules = new Map((ruled?.policy.rules ?? []).map((rule) => [rule.id, rule.name]));
  const telling = { timeZone: ctx.house.settings.timeZone, name: (id: string) => people.people.get(id)?.name ?? poolNames.get(id) ?? rules.get(id) };
  return {
    leads: rows.length, moving: moving.length, staying: given.length - moving.length, to_pool: moving.filter((one) => one.to?.pool_id).length,
    people: await peopleOf(ctx, people, moving, pool.limits), policy_version: ruled?.version ?? null,
    items: some.map((one, i) => ({ id: one.row.id as string, name: String(names[i]?.name ?? names[i]?.company ?? ""), from: side(one.row), to: one.to && side(one.to), explain: explain(ROUTE_WORDS, one.reasons.filter(({ code }) => !BESIDES.has(code)), telling) })),
  };
}

async function peopleOf(ctx: Ctx, people: Directory, moving: readonly Given[], limits: PoolPolicy["limits"]): Promise<z.input<typeof Preview>["people"]> {
  const counts = new Map<string, { loses: number; gets: number }>();
  const of = (id: unknown) => {
    if (typeof id !== "string") return;
    if (!counts.has(id)) counts.set(id, { loses: 0, gets: 0 });
    return counts.get(id);
  };
  for (const { row, to } of moving) {
    const [from, into] = [of(row.owner_id), of(to?.owner_id)];
    if (from) from.loses++;
    if (into) into.gets++;
  }
  const { rows } = await sql<{ person_id: string; held: number }>`select person_id, held from clew.load where person_id = any(${[...counts.keys()]}::uuid[])`.execute(ctx.db);
  const held = new Map(rows.map((row) => [row.person_id, row.held]));
  return [...counts].map(([id, { loses, gets }]) => {
    const now = held.get(id) ?? 0;
    return { id, name: people.people.get(id)?.name ?? "", loses, gets, held: now, after: now - loses + gets, cap: capOf(limits, people, id)?.limit ?? null };
  }).sort((a, b) => b.gets - a.gets || b.loses - a.loses);
}
