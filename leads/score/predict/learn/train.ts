import { encode, type Encoded, fitBest } from "./fit.ts";
import { type Refused, suspicious } from "./leakage.ts";
import { fitLogistic, logOdds, sigmoid } from "./logistic.ts";
import { auc, type Figures, figuresOf } from "./measures.ts";
import type { Model } from "./model.ts";
import { fitLine, type Line } from "./platt.ts";
import type { Table } from "./table.ts";

/** Fewer conversions than this teach nothing. */
export const FEWEST_CONVERSIONS = 50;
/** From here on the learned part stands alone. */
export const ENOUGH_CONVERSIONS = 200;

/**
 * Share of the learned part: n/200 below 200 conversions (a quarter at 50), 1 from there on. The rest is left to the rule score:
 * log-odds = w · learned + (1 − w) · (what the rule score alone says of the odds).
 */
export const learnedShare = (conversions: number): number => Math.min(1, conversions / ENOUGH_CONVERSIONS);

/** Rows the model was measured on, so that a model changed by hand can be measured on them again. */
export interface Holdout {
  /** Feature keys in the order of `levels`. */
  features: string[];
  /** Level of each feature by its place in the model; -1 is none. */
  levels: number[][];
  score: (number | null)[];
  outcome: number[];
}

export interface Trained {
  model: Model;
  figures: Figures;
  /** AUC of the rule score on the same leads; null without scores. */
  rule_auc: number | null;
  refused: Refused[];
  penalty: number;
  rows: number;
  converted: number;
  /** Conversions the coefficients come from (the oldest four fifths). */
  learned_from: number;
  /** First and last arrival, and where the measured part begins; milliseconds. */
  from: number;
  measured_from: number;
  to: number;
  holdout: Holdout;
}

export interface TrainOptions {
  /** Refused before any row was looked at (by history). */
  refused?: readonly Refused[];
  /** Columns a person allows although they look suspicious. */
  allow?: ReadonlySet<string>;
  /** The order of the split; by arrival when absent. */
  order?: readonly number[];
  tick?: (part: "looking" | "fitting", done: number, total: number) => void;
}

const STEPS = 8;
const MOST_HELD = 5_000;

/**
 * Learns from the oldest rows and measures on the newest: three fifths to fit, one fifth to choose the penalty and to calibrate (Platt),
 * then both together to fit again, and the newest fifth, which nothing was chosen by, for the figures. The figures are those of this very model.
 */
export function train(table: Table, options: TrainOptions = {}): Trained {
  const order = options.order ?? table.inOrder();
  const [first, second] = [Math.floor(order.length * 0.6), Math.floor(order.length * 0.8)];
  const [fitting, tuning, known, test] = [order.slice(0, first), order.slice(first, second), order.slice(0, second), order.slice(second)];
  const tick = (part: "looking" | "fitting", done: number) => options.tick?.(part, done, STEPS);
  tick("looking", 1);
  const refused = [...(options.refused ?? [])];
  for (const one of suspicious(table, known)) if (!refused.some(({ key }) => key === one.key)) refused.push(one);
  const out = new Set(refused.filter(({ key, hard }) => hard || !options.allow?.has(key)).map(({ key }) => key));
  tick("fitting", 2);
  const encoded = encode(table, known, (key) => !out.has(key));
  const { design } = encoded;
  let done = 2;
  const chosen = fitBest(design, table.outcome, fitting, tuning, () => tick("fitting", Math.min(++done, STEPS - 1)));
  const line = calibrated(tuning.map((row) => logOdds(design, chosen.fitted, row)), tuning.map((row) => table.outcome[row] as number));
  const fitted = fitLogistic(design, table.outcome, known, chosen.penalty, chosen.fitted);
  const converted = (rows: readonly number[]) => rows.reduce((sum, row) => sum + (table.outcome[row] as number), 0);
  const learnedFrom = converted(known);
  const model = assemble(encoded, fitted, line, ruleLine(table, known), learnedShare(learnedFrom));
  const holdout = holdOut(table, encoded, test.slice(-MOST_HELD));
  const all = holdOut(table, encoded, test);
  tick("fitting", STEPS);
  const at = (i: number) => table.at[order[i] as number] ?? 0;
  return {
    model, figures: measure(model, all), rule_auc: ruleAuc(all), refused, penalty: chosen.penalty,
    rows: table.rows, converted: converted(order), learned_from: learnedFrom, from: at(0), measured_from: at(second), to: at(order.length - 1), holdout,
  };
}

/** The figures of a model on rows held out. */
export function measure(model: Model, holdout: Holdout): Figures {
  const predicted = holdout.levels.map((levels, i) => {
    const score = holdout.score[i] ?? null;
    const rule = model.rule && score !== null ? model.rule.effect * (score - model.rule.mean) : 0;
    return sigmoid(model.features.reduce((sum, feature, f) => sum + (feature.levels[levels[f] as number]?.effect ?? 0), model.base + rule));
  });
  return figuresOf(predicted, holdout.outcome);
}

/** A slope near nothing or below says that the ranking taught nothing on newer leads: everybody is then the average. */
function calibrated(xs: readonly number[], outcome: readonly number[]): Line {
  const line = fitLine(xs, outcome);
  return line.slope >= 0.02 ? line : { slope: 0.02, offset: line.offset + (line.slope - 0.02) * (xs.reduce((a, b) => a + b, 0) / Math.max(1, xs.length)) };
}

interface RuleLine extends Line {
  mean: number;
}

/** What the rule score alone says of the odds; null where not every row has one. */
function ruleLine(table: Table, rows: readonly number[]): RuleLine | null {
  const scored = rows.filter((row) => !Number.isNaN(table.score[row] as number));
  if (scored.length < rows.length / 2) return null;
  const xs = scored.map((row) => table.score[row] as number);
  return { ...fitLine(xs, scored.map((row) => table.outcome[row] as number)), mean: xs.reduce((a, b) => a + b, 0) / xs.length };
}

function assemble(encoded: Encoded, fitted: { intercept: number; effects: Float64Array }, line: Line, rule: RuleLine | null, weight: number): Model {
  // What every lead has alike belongs to the base: a factor says how far a lead differs from the average one.
  let average = fitted.intercept;
  const features = encoded.features.map((feature, f) => {
    const rows = feature.levels.reduce((sum, level) => sum + level.rows, 0);
    const beta = feature.levels.map((_, l) => fitted.effects[(encoded.offsets[f] as number) + l] as number);
    const mean = feature.levels.reduce((sum, level, l) => sum + ((beta[l] as number) * level.rows) / rows, 0);
    average += mean;
    return { ...feature, levels: feature.levels.map((level, l) => {
      const learned = weight * line.slope * ((beta[l] as number) - mean);
      return { ...level, learned, effect: learned };
    }) };
  });
  const learned = weight * (line.slope * average + line.offset);
  if (weight === 1) return { format: 1, base: learned, features, rule: null, weight };
  const level = features[0]?.levels ?? [];
  const odds = Math.log((level.reduce((sum, l) => sum + l.converted, 0) + 1) / (level.reduce((sum, l) => sum + l.rows - l.converted, 0) + 1));
  const left = rule ? rule.slope * rule.mean + rule.offset : odds;
  return { format: 1, base: learned + (1 - weight) * left, features, rule: rule && { effect: (1 - weight) * rule.slope, mean: rule.mean }, weight };
}

function holdOut(table: Table, encoded: Encoded, rows: readonly number[]): Holdout {
  const { design, offsets, features } = encoded;
  return {
    features: features.map(({ key }) => key), outcome: rows.map((row) => table.outcome[row] as number),
    score: rows.map((row) => (Number.isNaN(table.score[row] as number) ? null : (table.score[row] as number))),
    levels: rows.map((row) => features.map((_, f) => {
      const place = design.places[row * design.width + f] as number;
      return place < 0 ? -1 : place - (offsets[f] as number);
    })),
  };
}

function ruleAuc(holdout: Holdout): number | null {
  const scored = holdout.score.flatMap((score, i) => (score === null ? [] : [[score, holdout.outcome[i] as number] as const]));
  return scored.length < holdout.outcome.length / 2 ? null : auc(scored.map(([score]) => score), scored.map(([, y]) => y));
}
