import { z } from "zod";
import type { Score } from "./decide.ts";

const HEATS = ["high", "mid", "low"] as const;
const BUCKETS = 10;

const Counts = z.record(z.string(), z.number());
const Scores = z.array(z.number());

/** How many leads fall where: ten score buckets (0–9 … 90–100), heat, and grade ("A1" … "D4"). */
export const DistributionOut = z.object({
  score: z.object({ before: Scores, after: Scores }),
  heat: z.object({ before: Counts, after: Counts }),
  grade: z.object({ before: Counts, after: Counts }),
});
export type Distribution = z.output<typeof DistributionOut>;

type Scored = Pick<Score, "score" | "grade" | "heat">;

export function distributionOf(pairs: readonly { before: Scored; after: Scored }[]): Distribution {
  const sides = <T>(of: (scores: Scored[]) => T) => ({ before: of(pairs.map((pair) => pair.before)), after: of(pairs.map((pair) => pair.after)) });
  return { score: sides(buckets), heat: sides(heats), grade: sides(grades) };
}

function buckets(scores: readonly Scored[]): number[] {
  const counts = Array.from({ length: BUCKETS }, () => 0);
  for (const { score } of scores) {
    const at = Math.min(Math.floor(score / BUCKETS), BUCKETS - 1);
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

const heats = (scores: readonly Scored[]): Record<string, number> => Object.fromEntries(HEATS.map((heat) => [heat, scores.filter((score) => score.heat === heat).length]));

function grades(scores: readonly Scored[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { grade } of scores) counts[grade] = (counts[grade] ?? 0) + 1;
  return counts;
}
