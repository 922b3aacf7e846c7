import { sql } from "kysely";
import { directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { newId } from "../../core/records/new_id.ts";
import { poolPolicy } from "./kind.ts";
import { capOf, roomsOf, teamRooms } from "./caps.ts";
import { counterOf, holding, type Load, lockLoads, saveLoads, weight } from "./loads.ts";
import { pair, poolLoads } from "./pool_loads.ts";
import { holdingFull, PoolHoldingFull, TeamHoldingFull } from "./refusals.ts";
import { rulesOf, takenFrom } from "./rules_of.ts";

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
  const held = rows.filter((row) => row.owner_id ?? row.pool_id).map((row) => ({ id: newId(), lead_id: row.id, owner_id: row.owner_id ?? null, pool_id: row.pool_id ?? null, fire_at: row.recycle_at ?? null }));
  await sql`
    insert into clew.hold (id, lead_id, owner_id, pool_id, from_at, how, cause, note, fire_at)
    select id, lead_id, owner_id, pool_id, ${tx.now}, 'restored', ${JSON.stringify(tx.cause)}::jsonb, ${tx.cause.note ?? null}, fire_at
    from json_to_recordset(${JSON.stringify(held)}::json) as x(id uuid, lead_id uuid, owner_id uuid, pool_id uuid, fire_at timestamptz)`.execute(tx.db);
}

async function moveLoads(tx: Ctx, rows: readonly Row[], sign: 1 | -1): Promise<void> {
  const counted = rows.filter((row) => counterOf(row) !== null);
  const loads = await lockLoads(tx, counted.map((row) => row.owner_id as string));
  if (loads.size === 0) return;
  for (const row of counted) {
    const load = loads.get(row.owner_id as string) as Load;
    const counter = counterOf(row) as "held" | "converted";
    load[counter] = Math.max(0, load[counter] + sign);
  }
  if (sign === 1) await refuseExcess(tx, counted, loads);
  await saveLoads(tx, loads.values());
}

/** What comes back from the bin is held again: nobody may get more that way than they may hold. */
async function refuseExcess(tx: Ctx, rows: readonly Row[], loads: ReadonlyMap<string, Load>): Promise<void> {
  const [{ body: policy }, people] = await Promise.all([publishedPolicy(tx.house, poolPolicy), directory.get(tx.house)]);
  const back = rows.filter((row) => weight(policy.limits, row) > 0);
  const byPool = await poolLoads(tx, policy, [...new Set(back.map((row) => row.owner_id as string))]);
  const rooms = await teamRooms(tx, policy.limits, people, back.map((row) => row.owner_id as string));
  for (const row of back) for (const room of roomsOf(rooms, row.owner_id as string)) room.held++;
  const full = rooms.find((room) => room.held > room.limit);
  if (full) throw TeamHoldingFull({ team: full.team, held: full.held, limit: full.limit, cap: "team_together" });
  for (const row of back) {
    const person = row.owner_id as string;
    const held = holding(loads.get(person) as Load, policy.limits);
    const cap = capOf(policy.limits, people, person);
    if (cap && held > cap.limit) throw holdingFull(person, held, cap);
    const pool = takenFrom(row);
    const [own, inPool] = [rulesOf(policy, pool).own?.holding ?? Infinity, byPool.get(pair(person, pool ?? ""))];
    if (inPool && inPool.holding > own) throw PoolHoldingFull({ person, held: inPool.holding, limit: own });
  }
}
