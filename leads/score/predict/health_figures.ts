import type { Text } from "../../../core/refusal.ts";
import { auc, aucError, stability } from "./learn/measures.ts";
import type { Model, Prediction } from "./learn/model.ts";

export interface Drift {
  key: string;
  label: Text;
  /** Population stability index of the mix of the last days against the mix of training. */
  psi: number;
  /** Where this feature counts as changed: 0.25, or more where chance alone reaches that. */
  limit: number;
  /** "watch" keeps an alarm that stands and raises none. */
  state: "fine" | "watch" | "bad";
}

export interface Decay {
  auc: number;
  auc_from: number;
  auc_to: number;
  /** What the model reached on leads held out when it was trained. */
  tested: number;
  converted: number;
  lost: number;
  bad: boolean;
}

export interface Findings {
  /** Leads of the last days that were looked at. */
  recent: number;
  drift: Drift[];
  /** Null until enough leads that came after the training have been won and lost. */
  decay: Decay | null;
}

const FEWEST_RECENT = 200;
const FEWEST_OUTCOMES = 20;
const CHANGED = 0.25;
const WATCHED = 0.2;

/** Compares the mix of each feature with that of training; nothing below 200 leads. */
export function driftOf(model: Model, recent: readonly Prediction[]): Drift[] {
  if (recent.length < FEWEST_RECENT) return [];
  return model.features.map((feature, f) => {
    const place = new Map(feature.levels.map((level, l) => [level, l]));
    // The last place is for values the training never saw.
    const now: number[] = new Array(feature.levels.length + 1).fill(0);
    for (const { additions } of recent) {
      const level = additions[f]?.level;
      now[level ? (place.get(level) as number) : feature.levels.length]! += 1;
    }
    const then = [...feature.levels.map(({ rows }) => rows), 0];
    const psi = stability(then, now);
    const limit = Math.max(CHANGED, byChance(then.length - 1, recent.length, then.reduce((a, b) => a + b, 0)));
    return { key: feature.key, label: feature.label, psi, limit, state: psi > limit ? ("bad" as const) : psi > WATCHED ? ("watch" as const) : ("fine" as const) };
  }).sort((a, b) => b.psi - a.psi);
}

/** What the index reaches by chance: it is distributed as (1/n + 1/m)·χ² (Yurdakul, Western Michigan University, 2018); here its mean and three deviations. */
function byChance(degrees: number, n: number, m: number): number {
  return (1 / n + 1 / Math.max(1, m)) * (degrees + 3 * Math.sqrt(2 * degrees));
}

/** Whether the ranking of leads that came later is worse than what was measured at training: the upper end of its 95 % interval lies below. */
export function decayOf(predicted: readonly number[], outcome: readonly number[], tested: number | null): Decay | null {
  const converted = outcome.reduce((sum, y) => sum + y, 0);
  const lost = outcome.length - converted;
  const area = auc(predicted, outcome);
  if (tested === null || area === null || converted < FEWEST_OUTCOMES || lost < FEWEST_OUTCOMES) return null;
  const error = 1.96 * aucError(area, converted, lost);
  return { auc: area, auc_from: Math.max(0, area - error), auc_to: Math.min(1, area + error), tested, converted, lost, bad: area + error < tested };
}
