import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";

/** A response clock as it ran before a merge. */
export interface ClockBefore {
  id: string;
  lead_id: string;
  state: string;
  fire_at: string | null;
  breached_at: string | null;
}

/** The clocks of these leads that have not stopped. */
export async function clocksOf(tx: Ctx, leads: readonly string[]): Promise<ClockBefore[]> {
  const { rows } = await sql<ClockBefore>`select id, lead_id, state, fire_at, breached_at from clew.clock where lead_id = any(${leads}::uuid[]) and stopped_at is null order by id`.execute(tx.db);
  return rows;
}

/**
 * Clocks that a merge stopped run on as if it had not been: those of the lead that comes back, and the survivor's where only the other's
 * activities had answered it. Steps that fell due meanwhile fire once, marked late. Answers the due time of each lead's clock.
 */
export async function resumeClocks(tx: Ctx, clocks: readonly ClockBefore[], mergedAt: string): Promise<Map<string, string>> {
  if (clocks.length === 0) return new Map();
  const { rows } = await sql<{ lead_id: string; due_at: string }>`
    update clew.clock c set state = x.state, stopped_at = null, fire_at = x.fire_at, breached_at = x.breached_at
    from ${rowsOf(clocks, { id: "uuid", state: "text", fire_at: "timestamptz", breached_at: "timestamptz" })}
    where c.id = x.id and c.stopped_at is not null and c.stopped_at <= ${mergedAt}
      and not exists (select from clew.clock n where n.lead_id = c.lead_id and n.stopped_at is null and n.step = c.step)
      -- What the lead's own activities have answered meanwhile stays answered.
      and not exists (select from crm.activity a where a.lead_id = c.lead_id and a.direction = 'out' and a.kind <> 'note' and a.happened_at >= c.started_at)
    returning c.lead_id, c.due_at`.execute(tx.db);
  return new Map(rows.map((row) => [row.lead_id, row.due_at]));
}
