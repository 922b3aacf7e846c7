import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { onItsWay } from "../../../core/db/transaction.ts";
import type { Write } from "../../../core/objects/standard.ts";
import { CLOSED_STAGES } from "../../lead.object.ts";
import { activeModel } from "./store.ts";

/** A person who wants no automated decisions has no prediction from that moment on (PIPL, Art. 24). */
export function withoutPrediction(writes: readonly Write[]): void {
  for (const { after } of writes) if (after.no_automation === true && (after.predicted ?? null) !== null) after.predicted = null;
}

/**
 * Queues what has come in for a prediction, in the same transaction: one statement for the batch while there is a model, none while there
 * is none. The prediction follows within a second, so that nobody at the door waits for it.
 */
export async function queuePredictions(tx: Ctx, writes: readonly Write[]): Promise<void> {
  if (!(await activeModel.get(tx.house))) return;
  const allowed = ({ before, after }: Write) => after.no_automation !== true && (before === null || before.no_automation === true);
  const due = writes.filter((write) => allowed(write) && !CLOSED_STAGES.has(String(write.after.stage)));
  if (due.length === 0) return;
  await onItsWay(tx, sql`insert into clew.predict_queue (lead_id) select unnest(${due.map(({ id }) => id)}::uuid[]) on conflict do nothing`.execute(tx.db));
}
