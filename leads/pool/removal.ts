import { sql } from "kysely";
import { v7 } from "uuid";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { poolPolicy } from "./kind.ts";
import { lockLoads, saveLoads } from "./loads.ts";
import { weight } from "./ownership.ts";

/** Leads on their way to the recycle bin: their holds and clocks end, and their owners hold that many less. */
export async function endHolds(tx: Ctx, rows: readonly Row[]): Promise<void> {
  const ids = rows.map((row) => row.id as string);
  await moveLoads(tx, rows, -1);
  await sql`
    update clew.hold set to_at = ${tx.now}, ended_how = 'removed', ended_by = ${tx.actor.id}::uuid, ended_note = ${tx.cause.note ?? null}, fire_at = null
    where lead_id = any(${ids}::uuid[]) and to_at is null`.execute(tx.db);
  await sql`
    update clew.clock set stopped_at = ${tx.now}, state = case when due_at < ${tx.now} then 'missed' else 'cancelled' end,
      breached_at = case when due_at < ${tx.now} then coalesce(breached_at, due_at) else breached_at end, fire_at = null
    where lead_id = any(${ids}::uuid[]) and state in ('running', 'paused')`.execute(tx.db);
}

/** Leads back from the recycle bin are held again from now on; a clock that ended stays ended. */
export async function resumeHolds(tx: Ctx, rows: readonly Row[]): Promise<void> {
  await moveLoads(tx, rows, 1);
  const held = rows.filter((row) => row.owner_id ?? row.pool_id).map((row) => ({ id: v7(), lead_id: row.id, owner_id: row.owner_id ?? null, pool_id: row.pool_id ?? null, fire_at: row.recycle_at ?? null }));
  await sql`
    insert into clew.hold (id, lead_id, owner_id, pool_id, from_at, how, cause, note, fire_at)
    select id, lead_id, owner_id, pool_id, ${tx.now}, 'restored', ${JSON.stringify(tx.cause)}::jsonb, ${tx.cause.note ?? null}, fire_at
    from json_to_recordset(${JSON.stringify(held)}::json) as x(id uuid, lead_id uuid, owner_id uuid, pool_id uuid, fire_at timestamptz)`.execute(tx.db);
}

async function moveLoads(tx: Ctx, rows: readonly Row[], sign: 1 | -1): Promise<void> {
  const { body } = await publishedPolicy(tx.house, poolPolicy);
  const loads = await lockLoads(tx, rows.flatMap((row) => (weight(body, row) > 0 ? [row.owner_id as string] : [])));
  if (loads.size === 0) return;
  for (const row of rows) {
    const load = weight(body, row) > 0 ? loads.get(row.owner_id as string) : undefined;
    if (load) load.held = Math.max(0, load.held + sign);
  }
  await saveLoads(tx, loads.values());
}
