import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { sweep } from "../../../core/jobs/sweep.ts";
import { OPEN } from "./arrivals.ts";
import { arrivalsOf, predictLeads } from "./predict_leads.ts";
import { activeModel } from "./store.ts";

/** Predicts what has come in since the last round: one round takes up to a thousand leads, in a fixed number of statements. */
export const sweepPredictions = sweep<{ lead_id: string }>({
  name: "predict.arrived",
  async take(tx, most) {
    const { rows } = await sql<{ lead_id: string }>`
      delete from clew.predict_queue where lead_id in (select lead_id from clew.predict_queue order by lead_id limit ${most} for update skip locked) returning lead_id`.execute(tx.db);
    return rows;
  },
  async fire(tx, rows) {
    const stored = await activeModel.fresh(tx);
    if (!stored) return;
    const ids = rows.map(({ lead_id }) => lead_id);
    const leads = await arrivalsOf(tx, stored.body.sources, sql`t.id = any(${ids}::uuid[]) and ${OPEN}`, ids.length);
    await predictLeads(predictingCtx(tx, stored.version), stored, leads);
  },
});

/** The same transaction, with the model as the cause of what it writes. */
export const predictingCtx = (tx: Ctx, version: number): Ctx => ({ ...tx, cause: { kind: "rule", event: "lead.predicted", id: `predict:${version}` } });
