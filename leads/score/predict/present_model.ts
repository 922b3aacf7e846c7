import type { z } from "zod";
import type { Ctx } from "../../../core/ctx.ts";
import { viewOf } from "../../../core/records/viewer.ts";
import { factorFilter } from "./factor_filter.ts";
import { sigmoid } from "./learn/logistic.ts";
import { factorKey, pointsOf } from "./learn/model.ts";
import type { ModelOut, VersionOut } from "./shapes.ts";
import type { Stored } from "./store.ts";

const rounded = (points: number): number => Math.round(points * 10) / 10;
const instant = (at: number): string => new Date(at).toISOString();

export function presentVersion({ version, status, trained_version, changed, created_at, created_by, activated_at, body, figures }: Stored): z.input<typeof VersionOut> {
  return {
    version, status, trained_version, changed, created_at, created_by, activated_at, weight: body.model.weight, rule_score: body.model.rule !== null,
    auc: figures.figures.auc, lift_first_tenth: figures.figures.lift[0]?.lift ?? null, rows: figures.rows, converted: figures.converted,
  };
}

/** A model with its factors in points. Of fields that are hidden or masked for the caller neither factors nor reasons are told. */
export async function presentModel(ctx: Ctx, stored: Stored): Promise<z.input<typeof ModelOut>> {
  const { schema } = await viewOf(ctx, "lead");
  const visible = ({ field }: { field: string | null }) => field === null || schema.field("lead", field) !== undefined;
  const { body, figures: report } = stored;
  const sources = new Map(body.sources.map((source) => [source.key, source]));
  return {
    ...presentVersion(stored), figures: report.figures, rule_auc: report.rule_auc, learned_from: report.learned_from, from: instant(report.from), measured_from: instant(report.measured_from), to: instant(report.to),
    average: sigmoid(body.model.base),
    features: body.model.features.filter(visible).map((feature) => ({
      key: feature.key, field: feature.field, label: feature.label,
      factors: feature.levels.map((level) => ({
        key: factorKey(feature, level), label: level.label, points: rounded(pointsOf(level.effect)), learned: rounded(pointsOf(level.learned)), rows: level.rows, converted: level.converted,
        filter: factorFilter(feature, level, sources.get(feature.key), report.to),
      })),
    })),
    refused: report.refused.filter(visible).map(({ key, label, code, hard, allowed, facts }) => ({ key, label, code, hard, allowed, facts })),
  };
}
