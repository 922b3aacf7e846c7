import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "../../../../core/ctx.ts";
import { op } from "../../../../core/op.ts";
import { viewOf } from "../../../../core/records/viewer.ts";
import { countsOf } from "../counts.ts";
import type { Findings } from "../health_figures.ts";
import { ENOUGH_CONVERSIONS, FEWEST_CONVERSIONS } from "../learn/train.ts";
import { presentModel, presentVersion } from "../present_model.ts";
import { latestRun } from "../runs.ts";
import { HealthOut, ModelOut, RunOut, VersionIn, VersionOut } from "../shapes.ts";
import { activeModel, draftModel, storedModel, storedModels } from "../store.ts";

const MOST_VERSIONS = 30;

/**
 * The predictive score: how many leads there are to learn from, the version in force with its figures and factors (or the one asked for), the draft,
 * earlier versions, the latest training, and whether what comes in still looks like what was learned from.
 */
export const getPredictive = op({
  name: "predictive.get",
  title: { zh: "查看预测评分", en: "Get the predictive score" },
  needs: "policy:read",
  http: { method: "GET", path: "/predictive" },
  input: z.strictObject({ version: VersionIn.optional() }),
  output: z.object({
    converted: z.number(), lost: z.number(), needed: z.number(), enough: z.number(), active: z.number().nullable(),
    model: ModelOut.nullable(), draft: ModelOut.nullable(), versions: z.array(VersionOut), run: RunOut.nullable(), health: HealthOut,
  }),
  async run(ctx, { version }) {
    const [counts, versions, active, draft, run, health] = await Promise.all([countsOf(ctx), storedModels(ctx, MOST_VERSIONS), activeModel.fresh(ctx), draftModel(ctx), latestRun(ctx), healthOf(ctx)]);
    const shown = version !== undefined ? await storedModel(ctx, version) : (active ?? versions[0] ?? null);
    return {
      ...counts, needed: FEWEST_CONVERSIONS, enough: ENOUGH_CONVERSIONS, active: active?.version ?? null,
      model: shown && (await presentModel(ctx, shown)), draft: draft && (await presentModel(ctx, draft)), versions: versions.map(presentVersion), run, health,
    };
  },
});

async function healthOf(ctx: Ctx): Promise<z.input<typeof HealthOut>> {
  const [{ rows }, alarms, { schema }] = await Promise.all([
    sql<{ checked_at: string | null; findings: Findings | null }>`select checked_at, findings from clew.predict_check`.execute(ctx.db),
    sql<{ kind: "drift" | "decay"; key: string; raised_at: string }>`select kind, key, raised_at from clew.predict_alarm where cleared_at is null order by raised_at, key`.execute(ctx.db),
    viewOf(ctx, "lead"),
  ]);
  // A source's key begins with its field, what is derived from the moment with "@".
  const visible = ({ key }: { key: string }) => key.startsWith("@") || key === "auc" || schema.field("lead", key.split(":")[0] as string) !== undefined;
  const findings = rows[0]?.findings;
  return { checked_at: rows[0]?.checked_at ?? null, recent: findings?.recent ?? 0, drift: (findings?.drift ?? []).filter(visible), decay: findings?.decay ?? null, alarms: alarms.rows.filter(visible) };
}
