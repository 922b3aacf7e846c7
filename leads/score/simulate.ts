import type { Ctx } from "../../core/ctx.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import { leadsToReplay, sampled } from "../replay.ts";
import { compileScore, type Score } from "./decide.ts";
import type { ScorePolicy } from "./policy.ts";

const HEATS = ["high", "mid", "low"] as const;
const BUCKETS = 10;

/**
 * Scores the leads of the last days by the draft and by the policy in force, and compares: ten score buckets (0–9 … 90–100), heat, grade,
 * and the newest leads that differ with the draft's reasons. Writes nothing.
 */
export async function simulateScore(ctx: Ctx, draft: ScorePolicy, { days }: { days: number }): Promise<Record<string, unknown>> {
  const published = (await publishedPolicies.get(ctx.house)).get("score")?.body as ScorePolicy;
  const { view, rows, limited } = await leadsToReplay(ctx, days, [...fieldsOf(draft), ...fieldsOf(published)]);
  const [before, after] = [compileScore(published, view.env), compileScore(draft, view.env)];
  const scored = rows.map((row) => ({ row, before: before(row), after: after(row) }));
  const differing = scored.filter((each) => each.before.score !== each.after.score || each.before.grade !== each.after.grade || each.before.heat !== each.after.heat);
  const samples = await sampled(view, differing);
  return {
    leads: rows.length, limited, changed: differing.length,
    distribution: {
      score: { before: buckets(scored.map((s) => s.before)), after: buckets(scored.map((s) => s.after)) },
      heat: { before: heats(scored.map((s) => s.before)), after: heats(scored.map((s) => s.after)) },
    },
    samples: samples.map(({ id, name, before: was, after: is }) => ({ id, name, before: brief(was), after: brief(is), reasons: is.reasons })),
  };
}

const brief = ({ score, grade, heat }: Score) => ({ score, grade, heat });
const fieldsOf = (policy: ScorePolicy): string[] => policy.groups.flatMap((group) => group.rules.flatMap((rule) => filterFields(rule.when)));

function buckets(scores: readonly Score[]): number[] {
  const counts = Array.from({ length: BUCKETS }, () => 0);
  for (const { score } of scores) {
    const at = Math.min(Math.floor(score / BUCKETS), BUCKETS - 1);
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

function heats(scores: readonly Score[]): Record<string, number> {
  return Object.fromEntries(HEATS.map((heat) => [heat, scores.filter((score) => score.heat === heat).length]));
}
