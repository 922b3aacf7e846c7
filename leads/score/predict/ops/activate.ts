import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "../../../../core/ctx.ts";
import { transaction } from "../../../../core/db/transaction.ts";
import { op } from "../../../../core/op.ts";
import { refusal } from "../../../../core/refusal.ts";
import { queueApplying } from "../apply.ts";
import { planChecks } from "../health.ts";
import { VersionIn } from "../shapes.ts";
import { activate } from "../store.ts";

const NoActiveModel = refusal("no_active_model", 409, { zh: "预测评分没有启用", en: "The predictive score is not in use" });
const Activated = z.object({ active: z.number().nullable() });

async function switchTo(tx: Ctx, version: number | null): Promise<z.input<typeof Activated>> {
  await activate(tx, version);
  await planChecks(tx, version);
  await queueApplying(tx, version);
  return { active: version };
}

/** Makes a version, new, earlier or drafted, the one that predicts; open leads are predicted anew in the background. An earlier one is a rollback. */
export const activatePredictive = op({
  name: "predictive.activate",
  title: { zh: "启用预测评分版本", en: "Activate a version of the predictive score" },
  needs: "policy:edit",
  http: { method: "POST", path: "/predictive/:version/activate" },
  input: z.strictObject({ version: VersionIn }),
  output: Activated,
  run: (ctx, { version }) => transaction(ctx, (tx) => switchTo(tx, version)),
});

/** Switches predictions off; those of open leads are taken away in the background, the versions stay. */
export const offPredictive = op({
  name: "predictive.off",
  title: { zh: "停用预测评分", en: "Switch the predictive score off" },
  needs: "policy:edit",
  http: { method: "POST", path: "/predictive/off" },
  input: z.strictObject({}),
  output: Activated,
  run: (ctx) => transaction(ctx, (tx) => switchTo(tx, null)),
});

/** Looks now whether the model still fits what comes in, instead of at the end of the day. */
export const checkPredictive = op({
  name: "predictive.check",
  title: { zh: "立即检查预测评分", en: "Check the predictive score now" },
  needs: "policy:edit",
  http: { method: "POST", path: "/predictive/check" },
  input: z.strictObject({}),
  output: z.object({ due_at: z.string() }),
  run: (ctx) =>
    transaction(ctx, async (tx) => {
      const { rows } = await sql<{ due_at: string }>`update clew.predict_check set due_at = ${tx.now} where due_at < 'infinity' returning due_at`.execute(tx.db);
      if (!rows[0]) throw NoActiveModel();
      return rows[0];
    }),
});
