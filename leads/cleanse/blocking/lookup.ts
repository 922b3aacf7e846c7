import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import { publishedPolicy } from "../../../core/policies/published.ts";
import { candidateOf } from "../candidates.ts";
import { matchPolicy } from "../kind.ts";
import type { FuzzyRules, MatchArrival, MatchCandidate, Weighed } from "../match.ts";
import { forArrivals } from "../policy.ts";
import { type BlockKey, MOST_PER_KEY } from "./keys.ts";
import { recordsAsLeads } from "./records.ts";
import { publishedWeigher, type Weigher } from "./weigher.ts";

/** Records loaded for one arrival: those that share the most, and the rarest, keys. */
const MOST_PER_ARRIVAL = 40;

export interface Looked {
  arrivals: MatchArrival[];
  candidates: MatchCandidate[];
  fuzzy: FuzzyRules;
}

/**
 * What rules need that compare more than exact keys: records that arrivals may be like, pool and product line of those found. Nothing is
 * asked of the database for a policy without such rules; with them it is a fixed number of index look-ups for the whole batch.
 */
export async function lookFurther(tx: Ctx, arrivals: readonly MatchArrival[], rows: readonly Row[], found: readonly MatchCandidate[]): Promise<Looked> {
  const { body } = await publishedPolicy(tx.house, matchPolicy);
  const weigher = await publishedWeigher(tx.house);
  const detailed = body.rules.some((rule) => forArrivals(rule) && (rule.same_product_line || rule.against.includes("pool")));
  if (!weigher && !detailed) return { arrivals: [...arrivals], candidates: [...found], fuzzy: new Map() };
  const asked = arrivals.map((arrival, i): MatchArrival => ({ ...arrival, product_line: (rows[i]?.product_line as string | null | undefined) ?? null }));
  const near = weigher ? await lookNear(tx, weigher, asked, rows) : [];
  const candidates = joined(detailed ? await withDetails(tx, found) : found, near);
  return { arrivals: asked, candidates, fuzzy: weigher?.rules ?? new Map() };
}

async function lookNear(tx: Ctx, weigher: Weigher, arrivals: MatchArrival[], rows: readonly Row[]): Promise<MatchCandidate[]> {
  arrivals.forEach((arrival, i) => {
    arrival.weighed ??= weigher.weigh(rows[i] as Row);
  });
  const keys = [...new Set(arrivals.flatMap((arrival) => arrival.weighed?.blocks ?? []))];
  const { rows: filed } = await sql<{ key: number; object: MatchCandidate["object"]; record_id: string }>`
    select k.key, b.object, b.record_id from unnest(${keys}::bigint[]) k(key)
    cross join lateral (select m.object, m.record_id from clew.match_block m where m.key = k.key limit ${MOST_PER_KEY + 1}) b`.execute(tx.db);
  const byKey = Map.groupBy(filed, (row) => row.key);
  const wanted = new Map<string, Shared>();
  for (const { weighed } of arrivals) {
    const shared = new Map<string, Shared>();
    for (const key of weighed?.blocks ?? []) {
      const block = byKey.get(key) ?? [];
      if (block.length > MOST_PER_KEY) continue;
      for (const { record_id, object } of block) {
        const one = shared.get(record_id);
        if (one) one.rarity += 1 / block.length;
        else shared.set(record_id, { object, rarity: 1 / block.length, blocks: [] });
      }
    }
    const best = shared.size <= MOST_PER_ARRIVAL ? shared : [...shared].sort((a, b) => b[1].rarity - a[1].rarity || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_PER_ARRIVAL);
    for (const [id, one] of best) wanted.set(id, one);
  }
  // Keys that nobody of the batch asked for bring nobody together: what the look-up found is all that matching needs.
  for (const { key, record_id } of filed) wanted.get(record_id)?.blocks.push(key);
  const loaded = await Promise.all(weigher.objects.map(async (object) => {
    const ids = [...wanted].flatMap(([id, of]) => (of.object === object ? [id] : []));
    return ids.length === 0 ? [] : (await recordsAsLeads(tx, object, weigher.fields, sql`t.id = any(${ids}::uuid[])`)).map((row) => nearCandidate(object, row, { blocks: wanted.get(row.id as string)?.blocks ?? [], prepared: weigher.prepare(row) }));
  }));
  return loaded.flat();
}

/** A stored record that meets an arrival, and under which keys. */
interface Shared {
  object: MatchCandidate["object"];
  rarity: number;
  blocks: BlockKey[];
}

function nearCandidate(object: MatchCandidate["object"], row: Row, weighed: Weighed): MatchCandidate {
  const text = (key: string) => (row[key] as string | null | undefined) ?? null;
  return {
    ...candidateOf(object, {
      id: row.id as string, phone: text("phone_key"), email: text("email_key"), wechat: text("wechat_key"), credit_code: text("credit_code"), company_key: text("company_key"), name_pinyin: text("name_pinyin"),
      stage: text("stage"), account_id: text("account_id"), created_at: row.created_at as string,
    }),
    weighed, product_line: text("product_line"), in_pool: row.pool_id !== null && row.owner_id === null,
  };
}

/** Pool and product line of the leads found by exact keys, where whoever brought them did not know. */
async function withDetails(tx: Ctx, found: readonly MatchCandidate[]): Promise<MatchCandidate[]> {
  const ids = found.filter((one) => one.object === "lead" && one.in_pool === undefined).map((one) => one.id);
  if (ids.length === 0) return [...found];
  const { rows } = await sql<{ id: string; in_pool: boolean; product_line: string | null }>`
    select id, (pool_id is not null and owner_id is null) as in_pool, product_line from crm.lead where id = any(${ids}::uuid[])`.execute(tx.db);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return found.map((one) => ({ ...one, ...byId.get(one.id) }));
}

/** Each record once, with all that is known of it. */
function joined(found: readonly MatchCandidate[], near: readonly MatchCandidate[]): MatchCandidate[] {
  const byId = new Map(found.map((one) => [one.id, one]));
  for (const one of near) byId.set(one.id, { ...one, ...byId.get(one.id), weighed: one.weighed as NonNullable<MatchCandidate["weighed"]>, product_line: one.product_line ?? null, in_pool: one.in_pool ?? false });
  return [...byId.values()];
}
