import { sql } from "kysely";
import { type Ctx, systemCtx } from "../../../core/ctx.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { enqueue, job } from "../../../core/jobs/queue.ts";
import { updateRows } from "../../../core/records/write.ts";
import { OPEN } from "./arrivals.ts";
import { arrivalsOf, predictLeads } from "./predict_leads.ts";
import { predictingCtx } from "./predict_sweep.ts";
import { activeModel } from "./store.ts";

const CHUNK = 500;
const FIRST = "00000000-0000-0000-0000-000000000000";

interface Progress {
  /** Null: predictions were switched off, and those of open leads are taken away. */
  version: number | null;
  after: string;
}

/**
 * Predicts everything open by the version just activated, a chunk a job: each commits together with the next one's place in the queue, so that
 * a crash continues where it stood. Stops when another version has taken over.
 */
export const applyPredictions = job<Progress>({
  name: "predict.apply",
  async run(house, { version, after }) {
    await transaction(systemCtx(house, "predict.apply", { kind: "rule", event: "lead.predicted" }), async (tx) => {
      const stored = await activeModel.fresh(tx);
      if ((stored?.version ?? null) !== version) return;
      const { rows } = await sql<{ id: string }>`
        select t.id from crm.lead t where t.id > ${after}::uuid and ${OPEN} ${stored ? sql`` : sql`and t.predicted is not null`} order by t.id limit ${CHUNK} for update`.execute(tx.db);
      const ids = rows.map(({ id }) => id);
      if (stored) await predictLeads(predictingCtx(tx, stored.version), stored, await arrivalsOf(tx, stored.body.sources, sql`t.id = any(${ids}::uuid[])`, CHUNK));
      else await updateRows(tx, "lead", ids.map((id) => ({ id, changes: { predicted: null } })));
      const last = ids.at(-1);
      if (last && ids.length === CHUNK) await enqueue(tx, applyPredictions, { version, after: last });
    });
  },
});

/** Queues the predictions of everything open. */
export async function queueApplying(tx: Ctx, version: number | null): Promise<void> {
  await enqueue(tx, applyPredictions, { version, after: FIRST });
}
