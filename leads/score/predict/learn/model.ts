import type { Feature, Level } from "./levels.ts";
import { placeOf } from "./levels.ts";
import { sigmoid } from "./logistic.ts";
import type { Raw } from "./table.ts";

export interface Factor extends Level {
  /** Log-odds this level adds, against an average lead, as learned. */
  learned: number;
  /** The same as it counts: changed by hand or as learned. */
  effect: number;
}

export interface ModelFeature extends Omit<Feature, "levels"> {
  levels: Factor[];
}

/**
 * A model is a table of additions: log-odds = base + Σ effect of the level of each feature + rule.effect · (rule score − rule.mean).
 * Calibration and shrinking are already in these numbers, so that the reasons of a prediction add up to it.
 */
export interface Model {
  format: 1;
  base: number;
  features: ModelFeature[];
  /** The part left to the rule score while there are few conversions; null where there is enough or there is no score. */
  rule: { effect: number; mean: number } | null;
  /** Share of the learned part, 0.25–1. */
  weight: number;
}

/** So many points double the odds, the usual scale of scorecards (Siddiqi 2006). */
export const POINTS_PER_DOUBLING = 20;

export const pointsOf = (effect: number): number => (effect * POINTS_PER_DOUBLING) / Math.LN2;
export const effectOf = (points: number): number => (points * Math.LN2) / POINTS_PER_DOUBLING;

export const factorKey = (feature: { key: string }, level: { key: string }): string => `${feature.key}|${level.key}`;

/** What one feature adds to one prediction; `level` is null for a value the training never saw. */
export interface Addition {
  feature: ModelFeature;
  level: Factor | null;
  effect: number;
}

export interface Prediction {
  /** 0–1. */
  probability: number;
  logOdds: number;
  additions: Addition[];
  /** What the rule score adds. */
  rule: number;
}

/** Prepares a model for many leads: `values` by feature key, and the rule score at arrival. */
export function compileModel(model: Model): (values: Readonly<Record<string, Raw>>, score: number | null) => Prediction {
  const places = model.features.map(placeOf);
  return (values, score) => {
    const additions = model.features.map((feature, f): Addition => {
      const level = feature.levels[(places[f] as (value: Raw) => number)(values[feature.key] ?? null)] ?? null;
      return { feature, level, effect: level?.effect ?? 0 };
    });
    const rule = model.rule && score !== null ? model.rule.effect * (score - model.rule.mean) : 0;
    const logOdds = additions.reduce((sum, addition) => sum + addition.effect, model.base + rule);
    return { probability: sigmoid(logOdds), logOdds, additions, rule };
  };
}

/**
 * The model with some factors at other points (null: as learned). The base moves so that an average lead of the training set
 * keeps its prediction: a factor that is raised for everybody changes nobody's place.
 */
export function adjust(model: Model, points: Readonly<Record<string, number | null>>): Model {
  let base = model.base;
  const features = model.features.map((feature) => {
    const rows = feature.levels.reduce((sum, level) => sum + level.rows, 0);
    return {
      ...feature,
      levels: feature.levels.map((level) => {
        const key = factorKey(feature, level);
        if (!(key in points)) return level;
        const wanted = points[key] ?? null;
        const effect = wanted === null ? level.learned : effectOf(wanted);
        base -= ((effect - level.effect) * level.rows) / Math.max(1, rows);
        return { ...level, effect };
      }),
    };
  });
  return { ...model, base, features };
}
