import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import type { Simulated, SimulationRun } from "../../core/policies/simulation.ts";
import { difference, leadsToReplay, type Weighed } from "../replay.ts";
import { compileScore, type Score } from "./decide.ts";
import type { ScorePolicy } from "./policy.ts";

const HEATS = ["high", "mid", "low"] as const;
const BUCKETS = 10;

interface Distribution {
  score: { before: number[]; after: number[] };
  heat: { before: Record<string, number>; after: Record<string, number> };
}

/**
 * Scores the leads of the last days by the draft and by the policy in force, and compares: ten score buckets (0–9 … 90–100), heat, grade,
 * and the newest leads that differ with the draft's reasons. Writes nothing.
 */
export async function simulateScore(ctx: Ctx, draft: ScorePolicy, run: SimulationRun): Promise<Simulated & { distribution: Distribution }> {
  const published = (await publishedPolicies.get(ctx.house)).get("score")?.body as ScorePolicy;
  const replayed = await leadsToReplay(ctx, run, [...fieldsOf(draft), ...fieldsOf(published)]);
  const [before, after] = [compileScore(published, replayed.view.env), compileScore(draft, replayed.view.env)];
  const scored = replayed.rows.map((row) => ({ row, before: before(row), after: after(row) }));
  run.progress(scored.length, scored.length);
  return {
    ...(await difference(ctx, replayed, scored.map((each) => ({ row: each.row, before: weighed(each.row, each.before), after: weighed(each.row, each.after) })), { zh: "高热线索", en: "hot leads" })),
    distribution: {
      score: { before: buckets(scored.map((s) => s.before)), after: buckets(scored.map((s) => s.after)) },
      heat: { before: heats(scored.map((s) => s.before)), after: heats(scored.map((s) => s.after)) },
    },
  };
}

function weighed(row: Row, { score, grade, heat, reasons }: Score): Weighed {
  return { outcome: { score, grade, heat }, reasons, counted: heat === "high" ? 1 : 0, owner_id: (row.owner_id as string | null) ?? null };
}

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
