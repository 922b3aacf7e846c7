import type { RawBuilder } from "kysely";
import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { recordDecisions } from "../../../core/policies/decision.ts";
import type { Reason } from "../../../core/policies/reason.ts";
import { updateRows } from "../../../core/records/write.ts";
import { type Arrived, packArrivals, unpackArrivals } from "./arrivals.ts";
import { sigmoid } from "./learn/logistic.ts";
import { compileModel, type Model, pointsOf, type Prediction } from "./learn/model.ts";
import { type LeadSource, readSource } from "./sources.ts";
import type { Stored } from "./store.ts";
import { predictReason } from "./words.ts";

/** Most factors a receipt names; what the others add is one line. */
const MOST_NAMED = 8;

/** Prepares a stored model for leads as they came. */
export function predictor(ctx: Ctx, { model, sources }: { model: Model; sources: readonly LeadSource[] }): (lead: Arrived) => Prediction {
  const { timeZone, country } = ctx.house.settings;
  const used = new Map(sources.map((source) => [source.key, source]));
  const read = model.features.flatMap(({ key }) => used.get(key) ?? []);
  const predict = compileModel(model);
  return (lead) => predict(Object.fromEntries(read.map((source) => [source.key, readSource(source, lead, timeZone, country)])), lead.score);
}

/** Leads as they came, by condition. */
export async function arrivalsOf(ctx: Ctx, sources: readonly LeadSource[], where: RawBuilder<unknown>, limit: number, order: RawBuilder<unknown> = sql`t.id`): Promise<Arrived[]> {
  const fields = sources.flatMap(({ field }) => field ?? []);
  return unpackArrivals((await packArrivals(ctx.db, fields, where, order, limit)).text);
}

/** Percent with one decimal, as `predicted` holds it. */
export const percentOf = (probability: number): number => Math.round(probability * 1_000) / 10;

/**
 * Writes the predictions of leads whose rows are still there, each with its receipt; people who want no automated decision get none,
 * and lose one they had.
 */
export async function predictLeads(tx: Ctx, stored: Pick<Stored, "version" | "body">, leads: readonly Arrived[]): Promise<void> {
  const predict = predictor(tx, stored.body);
  const predicted = leads.map((lead) => ({ lead, prediction: lead.now.no_automation === true ? null : predict(lead) }));
  const written = await updateRows(tx, "lead", predicted.map(({ lead, prediction }) => ({ id: lead.id, changes: { predicted: prediction && percentOf(prediction.probability) } })));
  await recordDecisions(tx, predicted.flatMap(({ lead, prediction }, i) => {
    if (!prediction || !written[i]?.row) return [];
    const outcome = { predicted: percentOf(prediction.probability) };
    return [{ object: "lead", record_id: lead.id, verdicts: [{ kind: "predict" as const, version: stored.version, outcome, reasons: reasonsFor(stored.body.model, prediction, lead.score) }] }];
  }));
}

/** The reasons of a prediction: the average lead, the strongest factors in points (20 double the odds), and the rest in one line. */
export function reasonsFor(model: Model, { additions, rule }: Prediction, score: number | null): Reason[] {
  const named = additions.filter(({ level, effect }) => level !== null && Math.abs(pointsOf(effect)) >= 0.5).sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)).slice(0, MOST_NAMED);
  const rest = additions.reduce((sum, { effect }) => sum + effect, 0) - named.reduce((sum, { effect }) => sum + effect, 0);
  const points = (effect: number) => signed(Math.round(pointsOf(effect)));
  return [
    predictReason("average", { percent: percentOf(sigmoid(model.base)) }),
    ...named.map(({ feature, level, effect }) => predictReason("factor", { field: feature.field, key: feature.key, feature: feature.label, level: level?.label, points: points(effect) })),
    ...(model.rule && score !== null ? [predictReason("rule_score", { score, points: points(rule) })] : []),
    ...(Math.abs(pointsOf(rest)) >= 0.5 ? [predictReason("rest", { points: points(rest) })] : []),
  ];
}

const signed = (points: number): string => (points > 0 ? `+${points}` : String(points));
