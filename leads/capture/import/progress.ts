import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { emit } from "../../../core/records/history.ts";
import type { Counts, StoredImport } from "./stored.ts";

/** How far a run has come. */
export interface Progress {
  done: number;
  counts: Counts;
}

/** Thrown inside the transaction of a chunk whose import was cancelled or is run by somebody else: nothing of it is kept. */
export class Superseded extends Error {}

/** Moves a running import on, in the transaction of what was done; only from where it stood, so that no row is taken twice. */
export async function advance(tx: Ctx, stored: StoredImport, from: Progress, to: Progress): Promise<Progress> {
  const { numAffectedRows } = await sql`
    update clew.import set rows_done = ${to.done}, counts = ${JSON.stringify(to.counts)}::jsonb, rows_total = greatest(rows_total, ${to.done}), beat_at = ${tx.now}
    where id = ${stored.id} and status = 'running' and rows_done = ${from.done}`.execute(tx.db);
  if (numAffectedRows !== 1n) throw new Superseded();
  await tellProgress(tx, stored);
  return to;
}

/** Tells everybody who watches this import that it has moved. */
export async function tellProgress(tx: Ctx, stored: Pick<StoredImport, "id" | "created_by">): Promise<void> {
  await emit(tx, "import.progress", "import", [stored.id], [{ owner_id: stored.created_by }]);
}
