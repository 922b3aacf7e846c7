import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { cached } from "../../core/db/cached.ts";
import { type MatchStats, type StatRow, statsOf } from "./match_stats.ts";

/** How far back results count. */
const DAYS = 365;

/** Past conversion as counted last; kept in this process until it is counted anew. */
export const routeStats = cached<MatchStats>("route.stats", async (db) => {
  const { rows } = await sql<StatRow>`select person_id, field, value, n, won from clew.route_stat`.execute(db);
  return statsOf(rows);
});

/**
 * Finished leads per person and likeness, of leads that came within a year before a moment: converted ones and lost ones count for who holds
 * them, and a lead that went back to the pool counts as lost for whoever held it. Duplicates are nobody's result.
 */
export function finished(before: Date): RawBuilder<unknown> {
  const from = new Date(before.getTime() - DAYS * 86_400_000);
  const columns = sql.raw("l.source, l.industry, l.province, l.product_line, left(l.grade, 1) as grade");
  return sql`
    with closed as (
      select l.owner_id as person_id, (l.stage = 'converted')::int as won, ${columns} from crm.lead l
      where l.stage in ('converted', 'disqualified') and l.created_at >= ${from} and l.created_at < ${before} and l.stage_at < ${before} and l.owner_id is not null and l.disqualify_reason is distinct from 'duplicate'
      union all
      select h.owner_id, 0, ${columns} from clew.hold h join crm.lead l on l.id = h.lead_id
      where h.from_at >= ${from} and h.from_at < ${before} and h.to_at < ${before} and h.owner_id is not null and h.ended_how in ('recycle', 'sla_return', 'release'))
    select c.person_id, x.field, coalesce(x.value, '') as value, count(*)::int as n, sum(c.won)::int as won
    from closed c cross join lateral (values ('all', ''), ('source', c.source), ('industry', c.industry), ('province', c.province), ('product_line', c.product_line), ('grade', c.grade)) x(field, value)
    where x.field = 'all' or x.value <> ''
    group by 1, 2, 3`;
}

/** The same as it was at a moment, for trials: nothing that came to be known later. */
export async function statsBefore(ctx: Ctx, before: Date): Promise<MatchStats> {
  const { rows } = await sql<StatRow>`${finished(before)}`.execute(ctx.db);
  return statsOf(rows);
}
