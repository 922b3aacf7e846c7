import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import type { Write } from "../../../core/objects/standard.ts";
import type { Refusal } from "../../../core/refusal.ts";
import { handClaimsOn, handsClaimsOn } from "./hand_on.ts";
import { InCollision } from "./refusals.ts";

/** Which of these records wait for the verdict of a collision: their owner stays who it is. */
export async function frozenByCollision(tx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select record_id as id from clew.collision where record_id = any(${ids}::uuid[]) and frozen
    union select rival_id from clew.collision where rival_id = any(${ids}::uuid[]) and frozen`.execute(tx.db);
  return new Set(rows.map((row) => row.id));
}

/** Refuses every change of who holds a frozen record, whatever the door; asks nothing where no owner changes. Only from somebody who leaves the claim goes on with the record. */
export async function refuseFrozen(tx: Ctx, writes: readonly Write[]): Promise<(Refusal | null)[]> {
  const moving = ({ before, after }: Write): boolean => before !== null && (before.owner_id ?? null) !== (after.owner_id ?? null);
  if (handsClaimsOn(tx)) {
    await handClaimsOn(tx, writes.filter(moving));
    return writes.map(() => null);
  }
  const frozen = await frozenByCollision(tx, writes.filter(moving).map((write) => write.id));
  return writes.map((write) => (frozen.has(write.id) && moving(write) ? InCollision({ id: write.id }) : null));
}
