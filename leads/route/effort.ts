import type { EffortWeights } from "./policy.ts";

/** The letter of a grade; "" without one. */
export const letterOf = (grade: unknown): string => (typeof grade === "string" ? grade.slice(0, 1) : "");

/** Effort a lead is expected to cost: weight of its grade's letter × weight of its stage, each 1 unless named; in the policy's own units. */
export function effortOf(weights: EffortWeights, letter: string, stage: string): number {
  return ((weights.grade as Record<string, number | undefined>)[letter] ?? 1) * (weights.stage[stage] ?? 1);
}

/** Open leads of one person by letter of the grade and stage. */
export interface OpenCount {
  letter: string;
  stage: string;
  n: number;
}

/** Effort of all leads somebody holds. */
export function effortHeld(weights: EffortWeights, held: readonly OpenCount[]): number {
  return held.reduce((sum, { letter, stage, n }) => sum + n * effortOf(weights, letter, stage), 0);
}
