import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";

/** The stays that a merge ended go on as if it had not been: freeze and cool-down count from where they began. */
export async function resumeStays(tx: Ctx, merges: readonly { other_id: string; at: string }[]): Promise<void> {
  const { rows } = await sql<{ old: string; fresh: string; fire_at: string | null }>`
    select h.id as old, f.id as fresh, f.fire_at
    from ${rowsOf(merges, { other_id: "uuid", at: "timestamptz" })}
    join clew.hold f on f.lead_id = x.other_id and f.to_at is null and f.from_at = ${tx.now}
    join clew.hold h on h.lead_id = x.other_id and h.to_at = x.at and h.owner_id is not distinct from f.owner_id and h.pool_id is not distinct from f.pool_id
    order by h.from_at`.execute(tx.db);
  if (rows.length === 0) return;
  await sql`delete from clew.hold where id = any(${rows.map((row) => row.fresh)}::uuid[])`.execute(tx.db);
  await sql`
    update clew.hold h set to_at = null, ended_how = null, ended_by = null, ended_note = null, fire_at = x.fire_at
    from ${rowsOf(rows, { old: "uuid", fire_at: "timestamptz" })} where h.id = x.old`.execute(tx.db);
}
