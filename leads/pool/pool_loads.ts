import { sql } from "kysely";
import type { Ctx, Db } from "../../core/ctx.ts";
import { startOfDay, localDate } from "../../core/language/zone.ts";
import type { InPool } from "./claimable.ts";
import type { PoolPolicy } from "./policy.ts";

/** What people have of pools with limits of their own, by person and pool. */
export type PoolLoads = Map<string, InPool>;

export const pair = (person: string, pool: string): string => `${person} ${pool}`;

const DAY = 86_400_000;

/**
 * Counted from the leads and the hold log themselves: exact for whoever holds the people's counters locked, and true from the moment
 * a pool gets limits of its own. Costs two indexed questions, and only where it has.
 */
export async function poolLoads(ctx: { db: Db; now: Date; house: Ctx["house"] }, { limits, pools = [] }: PoolPolicy, people: readonly string[]): Promise<PoolLoads> {
  const limited = pools.filter((own) => own.limits).map((own) => own.id);
  const loads: PoolLoads = new Map(people.flatMap((person) => limited.map((pool) => [pair(person, pool), { claimed_today: 0, holding: 0, last_claim_at: null }] as const)));
  if (loads.size === 0) return loads;
  const zone = ctx.house.settings.timeZone;
  const midnight = new Date(startOfDay(localDate(ctx.now.getTime(), zone), zone));
  const held = await sql<{ owner_id: string; pool_id: string; held: number; converted: number }>`
    select owner_id, home_pool_id as pool_id, count(*) filter (where stage <> 'converted')::int as held, count(*) filter (where stage = 'converted')::int as converted from crm.lead
    where owner_id = any(${people}::uuid[]) and home_pool_id = any(${limited}::uuid[]) and stage <> 'disqualified' group by 1, 2`.execute(ctx.db);
  const claimed = await sql<{ owner_id: string; pool_id: string; claimed: number; last: string }>`
    select h.owner_id, p.pool_id, count(*) filter (where h.from_at >= ${midnight} and (${limits.released_counts} or coalesce(h.ended_how, '') not in ('release', 'recycle', 'sla_return')))::int as claimed, max(h.from_at) as last
    from clew.hold h cross join lateral (select b.pool_id from clew.hold b where b.lead_id = h.lead_id and b.id < h.id order by b.id desc limit 1) p
    where h.owner_id = any(${people}::uuid[]) and h.how = 'claim' and h.from_at >= ${new Date(midnight.getTime() - DAY)} and p.pool_id = any(${limited}::uuid[]) group by 1, 2`.execute(ctx.db);
  for (const row of held.rows) {
    const load = loads.get(pair(row.owner_id, row.pool_id));
    if (load) load.holding = row.held + (limits.count_converted ? row.converted : 0);
  }
  for (const row of claimed.rows) {
    const load = loads.get(pair(row.owner_id, row.pool_id));
    if (load) Object.assign(load, { claimed_today: row.claimed, last_claim_at: new Date(row.last) });
  }
  return loads;
}
