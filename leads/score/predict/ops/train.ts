import { sql } from "kysely";
import { v7 } from "uuid";
import { z } from "zod";
import { transaction } from "../../../../core/db/transaction.ts";
import { enqueue } from "../../../../core/jobs/queue.ts";
import { op } from "../../../../core/op.ts";
import { NotFound, refusal } from "../../../../core/refusal.ts";
import { countsOf, requireEnough } from "../counts.ts";
import { runOf } from "../runs.ts";
import { RunOut } from "../shapes.ts";
import { trainModel } from "../train_job.ts";

const AlreadyTraining = refusal("already_training", 409, { zh: "正在训练，请等待完成或先取消", en: "A training is running; wait for it or cancel it first" });
const NotTraining = refusal("not_training", 409, { zh: "这次训练已经结束", en: "This training has ended" });

/**
 * Learns a new version from the organisation's own converted and lost leads, in the background. Below 50 of either it refuses and says how many
 * there are. `allow` names fields to learn from although they look as if they knew the outcome; what was written after the outcome stays out.
 */
export const trainPredictive = op({
  name: "predictive.train",
  title: { zh: "训练预测评分", en: "Train the predictive score" },
  needs: "policy:edit",
  http: { method: "POST", path: "/predictive/train", status: 201 },
  input: z.strictObject({ allow: z.array(z.string().max(120)).max(200).default([]) }),
  output: RunOut,
  run: (ctx, { allow }) =>
    transaction(ctx, async (tx) => {
      const counts = await countsOf(tx);
      requireEnough(counts);
      const id = v7();
      const { numAffectedRows } = await sql`
        insert into clew.predict_run (id, status, total, allow, started_at, beat_at, created_by) values (${id}, 'running', ${counts.converted + counts.lost}, ${allow}, ${tx.now}, ${tx.now}, ${tx.actor.id}::uuid)
        on conflict (status) where status = 'running' do nothing`.execute(tx.db);
      if (numAffectedRows !== 1n) throw AlreadyTraining();
      await enqueue(tx, trainModel, { id }, { key: `predict:${id}` });
      return (await runOf(tx, id)) as z.input<typeof RunOut>;
    }),
});

/** How far a training is, and which version came of it. */
export const getTraining = op({
  name: "predictive.run",
  title: { zh: "训练进度", en: "Get a training" },
  needs: "policy:read",
  http: { method: "GET", path: "/predictive/runs/:id" },
  input: z.strictObject({ id: z.uuid() }),
  output: RunOut,
  async run(ctx, { id }) {
    const run = await runOf(ctx, id);
    if (!run) throw NotFound({ id });
    return run;
  },
});

/** Stops a training; nothing of it is kept. */
export const cancelTraining = op({
  name: "predictive.cancel",
  title: { zh: "取消训练", en: "Cancel a training" },
  needs: "policy:edit",
  http: { method: "POST", path: "/predictive/runs/:id/cancel" },
  input: z.strictObject({ id: z.uuid() }),
  output: RunOut,
  run: (ctx, { id }) =>
    transaction(ctx, async (tx) => {
      if (!(await runOf(tx, id))) throw NotFound({ id });
      const { numAffectedRows } = await sql`update clew.predict_run set status = 'cancelled', finished_at = ${tx.now}, beat_at = null where id = ${id} and status = 'running'`.execute(tx.db);
      if (numAffectedRows !== 1n) throw NotTraining();
      return (await runOf(tx, id)) as z.input<typeof RunOut>;
    }),
});
