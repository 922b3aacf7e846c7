import { sql } from "kysely";
import { z } from "zod";
import { transaction } from "../../../../core/db/transaction.ts";
import { op } from "../../../../core/op.ts";
import { invalidField } from "../../../../core/refusal.ts";
import { present } from "../../../../core/records/present.ts";
import { visibleRows } from "../../../../core/records/find.ts";
import { viewOf } from "../../../../core/records/viewer.ts";
import { whereOf } from "../../../../core/records/where.ts";
import { adjust, factorKey, type Model } from "../learn/model.ts";
import { measure } from "../learn/train.ts";
import { arrivalsOf, percentOf, predictor } from "../predict_leads.ts";
import { presentModel } from "../present_model.ts";
import { ModelOut, PointsIn, RankingOut, VersionIn } from "../shapes.ts";
import { draftModel, holdoutOf, keepModel, storedModel, type Stored } from "../store.ts";

const MOST_RANKED = 100;
const Weights = z.strictObject({ version: VersionIn, points: PointsIn });

/** The model with the points somebody gave; refuses a factor the model does not have, by name. */
function weighed(model: Model, points: Record<string, number | null>): Model {
  const known = new Set(model.features.flatMap((feature) => feature.levels.map((level) => factorKey(feature, level))));
  const foreign = Object.keys(points).find((key) => !known.has(key));
  if (foreign !== undefined) throw invalidField(`points.${foreign}`, { zh: `模型中没有因素「${foreign}」`, en: `The model has no factor “${foreign}”` });
  return adjust(model, points);
}

const changedFactors = ({ features }: Model): number => features.reduce((sum, { levels }) => sum + levels.filter(({ effect, learned }) => effect !== learned).length, 0);

/** Saves other points for some factors of a version as the draft; it predicts nothing until it is activated. Its figures are measured on the same held-out leads. */
export const draftPredictive = op({
  name: "predictive.draft",
  title: { zh: "保存预测权重草稿", en: "Save a draft of weights" },
  needs: "policy:edit",
  http: { method: "PUT", path: "/predictive/draft" },
  input: Weights,
  output: ModelOut,
  run: (ctx, { version, points }) =>
    transaction(ctx, async (tx) => {
      const stored = await storedModel(tx, version);
      const model = weighed(stored.body.model, points);
      const figures = { ...stored.figures, figures: measure(model, await holdoutOf(tx, stored.trained_version)) };
      await keepModel(tx, { status: "draft", trainedVersion: stored.trained_version, body: { ...stored.body, model }, figures, changed: changedFactors(model) });
      return presentModel(tx, (await draftModel(tx)) as Stored);
    }),
});

/** The newest open leads the caller sees, ranked by a version and by the same version with other points, and both figures on held-out leads. Writes nothing. */
export const previewPredictive = op({
  name: "predictive.preview",
  title: { zh: "预览预测排序", en: "Preview a ranking" },
  needs: "policy:read",
  http: { method: "POST", path: "/predictive/preview" },
  input: Weights,
  output: RankingOut,
  async run(ctx, { version, points }) {
    const stored = await storedModel(ctx, version);
    const changed = weighed(stored.body.model, points);
    const holdout = await holdoutOf(ctx, stored.trained_version);
    const view = await viewOf(ctx, "lead");
    const where = await whereOf(view, { field: "stage", op: "not_in", value: ["converted", "disqualified"] }, undefined, []);
    const { rows: newest } = await sql<{ id: string }>`select t.id from crm.lead t where ${where} and t.no_automation is not true order by t.created_at desc, t.id desc limit ${MOST_RANKED}`.execute(ctx.db);
    const ids = newest.map(({ id }) => id);
    const [leads, rows] = await Promise.all([arrivalsOf(ctx, stored.body.sources, sql`t.id = any(${ids}::uuid[])`, MOST_RANKED), visibleRows(view, ids)]);
    const shown = new Map((await present(view, rows)).map((row) => [row.id as string, String(row.name ?? row.company ?? "")]));
    const [was, is] = [predictor(ctx, stored.body), predictor(ctx, { ...stored.body, model: changed })];
    const ranked = leads.map((lead) => ({ id: lead.id, name: shown.get(lead.id) ?? "", before: was(lead).probability, after: is(lead).probability }));
    const place = (side: "before" | "after") => new Map([...ranked].sort((a, b) => b[side] - a[side] || a.id.localeCompare(b.id)).map(({ id }, i) => [id, i + 1]));
    const [before, after] = [place("before"), place("after")];
    return {
      figures: { before: measure(stored.body.model, holdout), after: measure(changed, holdout) },
      leads: ranked.map((lead) => ({ ...lead, before: percentOf(lead.before), after: percentOf(lead.after), rank_before: before.get(lead.id) as number, rank_after: after.get(lead.id) as number })).sort((a, b) => a.rank_after - b.rank_after),
    };
  },
});
