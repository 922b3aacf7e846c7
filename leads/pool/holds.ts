import { sql } from "kysely";
import { newId } from "../../core/records/new_id.ts";
import type { Ctx } from "../../core/ctx.ts";
import { copyRows } from "../../core/db/copy.ts";
import { JsonText, rowsOf } from "../../core/db/rows.ts";
import { onItsWay } from "../../core/db/transaction.ts";
import type { Write } from "../../core/objects/standard.ts";
import { nextAttention } from "./facts.ts";
import { moveOf } from "./ownership.ts";
import { plannedRecycling } from "./recycling.ts";

/** Keeps the hold log true: closes what ended, opens what began, moves the due time of what goes on. */
export async function logHolds(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const begun: { id: string; lead_id: string; owner_id: unknown; pool_id: unknown; how: string; from_at: unknown; fire_at: string | null; open: boolean; old: boolean }[] = [];
  const going: object[] = [];
  for (const write of writes) {
    const { before, after } = write;
    const recycling = plannedRecycling(write);
    const fire = recycling ? (nextAttention(recycling, tx.now)?.toISOString() ?? null) : null;
    const same = before !== null && (before.owner_id ?? null) === (after.owner_id ?? null) && (before.pool_id ?? null) === (after.pool_id ?? null);
    if (!same) {
      begun.push({
        id: newId(), lead_id: write.id, owner_id: after.owner_id ?? null, pool_id: after.pool_id ?? null, how: howOf(tx, write),
        from_at: before === null ? (after.assigned_at ?? after.created_at) : tx.now.toISOString(), fire_at: fire, open: Boolean(after.owner_id ?? after.pool_id), old: before !== null,
      });
    } else if (before.recycle_at !== after.recycle_at) going.push({ lead_id: write.id, fire_at: fire });
  }
  if (begun.some((b) => b.old)) {
    await sql`
      update clew.hold h set to_at = ${tx.now}, ended_how = x.how, ended_by = ${tx.actor.id}::uuid, ended_note = ${tx.cause.note ?? null}, fire_at = null
      from ${rowsOf(begun, { lead_id: "uuid", how: "text", old: "boolean" })}
      where x.old and h.lead_id = x.lead_id and h.to_at is null`.execute(tx.db);
  }
  const opened = begun.filter((b) => b.open);
  if (opened.length > 0) {
    const every = { cause: new JsonText(JSON.stringify(tx.cause)), note: tx.cause.note ?? null };
    await onItsWay(tx, copyRows(tx, "clew.hold", HOLD_COLUMNS, opened.map((b) => ({ ...b, ...every }))));
  }
  if (going.length > 0) {
    await sql`
      update clew.hold h set fire_at = x.fire_at, warned = 0 from ${rowsOf(going, { lead_id: "uuid", fire_at: "timestamptz" })}
      where h.lead_id = x.lead_id and h.to_at is null`.execute(tx.db);
  }
}

const HOLD_COLUMNS = { id: "uuid", lead_id: "uuid", owner_id: "uuid", pool_id: "uuid", from_at: "timestamptz", how: "text", cause: "jsonb", note: "text", fire_at: "timestamptz" };

/** The word of the hold log for how this stay began. */
function howOf(tx: Ctx, write: Write): string {
  const move = moveOf(tx, write);
  const { kind } = tx.cause;
  if (write.after.stage === "converted" || write.after.stage === "disqualified") return "closed";
  if (move === "release") return kind === "timer" ? (tx.cause.event === "sla" ? "sla_return" : "recycle") : "release";
  if (move === "create") return kind === "import" ? "import" : kind === "capture" ? "route" : "create";
  if (move === "none") return write.after.pool_id ? "pool" : "closed";
  return kind === "timer" ? "rule" : move;
}
