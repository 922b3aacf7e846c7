import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import type { Write } from "../../../core/objects/standard.ts";
import type { Refusal } from "../../../core/refusal.ts";
import { handClaimsOn, handsClaimsOn } from "./hand_on.ts";
import { InCollision } from "./refusals.ts";

/** The collision for whose verdict each of these records waits: until then their owner stays who it is. */
export async function frozenByCollision(tx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; collision: string }>`
    select record_id as id, id as collision from clew.collision where record_id = any(${ids}::uuid[]) and frozen
    union all select rival_id, id from clew.collision where rival_id = any(${ids}::uuid[]) and frozen`.execute(tx.db);
  return new Map(rows.map((row) => [row.id, row.collision]));
}

/** Refuses every change of who holds a frozen record, whatever the door; asks nothing where no owner changes. Only from somebody who leaves the claim goes on with the record. */
export async function refuseFrozen(tx: Ctx, writes: readonly Write[]): Promise<(Refusal | null)[]> {
  const moving = ({ before, after }: Write): boolean => before !== null && (before.owner_id ?? null) !== (after.owner_id ?? null);
  if (handsClaimsOn(tx)) {
    await handClaimsOn(tx, writes.filter(moving));
    return writes.map(() => null);
  }
  const frozen = await frozenByCollision(tx, writes.filter(moving).map((write) => write.id));
  return writes.map((write) => {
    const collision = frozen.get(write.id);
    return collision && moving(write) ? InCollision({ id: write.id, collision }) : null;
  });
}
