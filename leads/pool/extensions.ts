import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";

/** How often the owners of leads have put off their recycling themselves since they hold them. */
export async function extensionsOf(ctx: Ctx, leads: readonly string[]): Promise<Map<string, number>> {
  if (leads.length === 0) return new Map();
  const { rows } = await sql<{ lead_id: string; used: number }>`
    select e.lead_id, count(*)::int as used from clew.extension e join clew.hold h on h.id = e.hold_id and h.to_at is null
    where e.lead_id = any(${leads}::uuid[]) and e.own group by e.lead_id`.execute(ctx.db);
  return new Map(rows.map((row) => [row.lead_id, row.used]));
}
