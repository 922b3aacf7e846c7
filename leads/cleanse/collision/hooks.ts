import { ownersInScope, directory } from "../../../core/access/directory.ts";
import { can } from "../../../core/access/rights.ts";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import type { Write } from "../../../core/objects/standard.ts";
import { openCollisions, type Wanted } from "./open.ts";
import { collisionSettingOf } from "./setting.ts";

/** An arrival after matching, as far as collisions look at it. */
interface Arrived {
  id: string;
  /** What was said, the owner it names included. */
  row: Row;
  outcome: string;
  object: string | null;
  record_id: string | null;
  lead: Row | null;
}

/**
 * Opens a collision where an arrival from the side of sales (entered by hand, or naming its owner) matches a customer somebody else
 * holds. Arrivals that name nobody cost nothing.
 */
export async function collideOnArrival(tx: Ctx, entry: string, items: readonly Arrived[]): Promise<void> {
  const byHand = entry === "hand" && tx.actor.kind === "person" && can(tx.actor, "lead:claim") ? tx.actor.id : null;
  const claims = items.flatMap((item): Wanted[] => {
    const claimant = (item.row.owner_id as string | null | undefined) ?? byHand;
    if (!claimant || !item.record_id || item.outcome === "created" || item.outcome === "failed" || item.outcome === "quarantined") return [];
    const kept = item.outcome === "duplicate" ? (item.lead?.duplicate_of as string | null | undefined) : item.record_id;
    return kept ? [{ object: item.object ?? "lead", record_id: kept, claimant_id: claimant, how: "arrival", arrival_id: item.id }] : [];
  });
  if (claims.length === 0 || tx.cause.kind === "seed" || !(await collisionSettingOf(tx.house)).automatic) return;
  // Whoever looks after the holder settles it without a collision.
  const own = byHand === null ? [] : ownersInScope(tx.actor, "lead", await directory.get(tx.house));
  if (own !== null) await openCollisions(tx, claims.map((claim) => ({ ...claim, unless: own })));
}

/** Opens a collision where a lead was converted into an account that somebody else holds. */
export async function collideOnConversion(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const converted = writes.filter(({ before, after }) => before !== null && before.stage !== "converted" && after.stage === "converted" && after.account_id && after.owner_id);
  if (converted.length === 0 || tx.cause.kind === "seed" || !(await collisionSettingOf(tx.house)).automatic) return;
  await openCollisions(tx, converted.map(({ id, after }) => ({ object: "account", record_id: after.account_id as string, claimant_id: after.owner_id as string, rival_id: id, how: "conversion" })));
}
