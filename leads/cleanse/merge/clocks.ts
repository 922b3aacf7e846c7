import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";

/** A clock as it ran, or stood still, before a merge. */
export interface ClockBefore {
  id: string;
  lead_id: string;
  state: string;
  fire_at: string | null;
  breached_at: string | null;
  paused_at: string | null;
  pause: unknown;
  pauses: unknown;
}

/** The clocks of these leads that have not stopped. */
export async function clocksOf(tx: Ctx, leads: readonly string[]): Promise<ClockBefore[]> {
  const { rows } = await sql<ClockBefore>`
    select id, lead_id, state, fire_at, breached_at, paused_at, pause, pauses from clew.clock where lead_id = any(${leads}::uuid[]) and stopped_at is null order by id`.execute(tx.db);
  return rows;
}

/**
 * Clocks that a merge stopped run on as if it had not been: those of the lead that comes back, and the survivor's where only the other's
 * activities had answered it. Steps that fell due meanwhile fire once, marked late. Answers until when each lead is to be responded to.
 */
export async function resumeClocks(tx: Ctx, clocks: readonly ClockBefore[], mergedAt: string): Promise<Map<string, string>> {
  if (clocks.length === 0) return new Map();
  const { rows } = await sql<{ lead_id: string; due_at: string; step: string }>`
    update clew.clock c set state = x.state, stopped_at = null, answered = null, fire_at = x.fire_at, breached_at = x.breached_at, paused_at = x.paused_at, pause = x.pause, pauses = coalesce(x.pauses, '[]')
    from ${rowsOf(clocks, { id: "uuid", state: "text", fire_at: "timestamptz", breached_at: "timestamptz", paused_at: "timestamptz", pause: "jsonb", pauses: "jsonb" })}
    where c.id = x.id and c.stopped_at is not null and c.stopped_at <= ${mergedAt}
      and not exists (select from clew.clock n where n.lead_id = c.lead_id and n.stopped_at is null and n.step = c.step)
      -- What the lead's own activities have answered meanwhile stays answered.
      and not (c.step in ('first_response', 'next_activity')
        and exists (select from crm.activity a where a.lead_id = c.lead_id and a.direction = 'out' and a.kind <> 'note' and a.happened_at >= c.started_at))
    returning c.lead_id, c.due_at, c.step`.execute(tx.db);
  return new Map(rows.filter((row) => row.step === "first_response").map((row) => [row.lead_id, row.due_at]));
}
