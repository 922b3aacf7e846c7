import { compileFilter } from "../../core/language/filter/matches.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import type { FilterEnv, Row } from "../../core/language/types.ts";
import { type Reason, shared } from "../../core/policies/reason.ts";
import { compileBehaviour, type Happened } from "./behaviour.ts";
import type { ScorePolicy } from "./policy.ts";
import { scoreReason } from "./words.ts";

export const LOWEST_SCORE = 0;
export const HIGHEST_SCORE = 100;

export interface Score {
  /** 0–100; always the sum of `facts.points` of the reasons. */
  score: number;
  /** Fit letter and interest digit, "A1" (best) to "D4". */
  grade: string;
  heat: "high" | "mid" | "low";
  fit: number;
  interest: number;
  /** When behaviour next fades or leaves its window; absent where nothing does. */
  next_at?: string;
  reasons: Reason[];
}

const NOTHING: readonly Happened[] = [];

/**
 * Prepares a score policy for many leads. A reason names the fields a rule looked at, not their values: who may
 * read the receipt need not be allowed to read the fields.
 */
export function compileScore(policy: ScorePolicy, env: FilterEnv): (row: Row, happened?: readonly Happened[]) => Score {
  const groups = policy.groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => ({
      passes: compileFilter(rule.when, env),
      points: rule.points,
      fired: shared(scoreReason("rule_fired", { rule: rule.id, group: group.id, name: rule.name, points: rule.points, fields: filterFields(rule.when) })),
    })),
    behaviours: (group.behaviours ?? []).map((rule) => ({ rule, behaved: compileBehaviour(rule, env) })),
  }));

  return (row, happened = NOTHING) => {
    let next = Number.POSITIVE_INFINITY;
    const reasons: Reason[] = [];
    const halves = { fit: 0, interest: 0, neither: 0 };
    for (const group of groups) {
      let sum = 0;
      for (const rule of group.rules) {
        if (!rule.passes(row)) continue;
        sum += rule.points;
        reasons.push(rule.fired);
      }
      for (const { rule, behaved } of group.behaviours) {
        const found = happened.length === 0 ? null : behaved(happened);
        if (!found) continue;
        next = Math.min(next, found.next);
        if (found.points === 0) continue;
        sum += found.points;
        const facts = { rule: rule.id, group: group.id, name: rule.name, points: found.points, times: found.times, days: rule.days, latest: new Date(found.latest).toISOString() };
        reasons.push(found.points === found.full ? scoreReason("behaviour_fired", facts) : scoreReason("behaviour_faded", { ...facts, full: found.full, half_life: rule.half_life_days }));
      }
      const bounded = Math.min(Math.max(sum, group.min), group.max);
      if (bounded < sum) reasons.push(scoreReason("group_capped", { group: group.id, name: group.name, limit: group.max, points: bounded - sum }));
      if (bounded > sum) reasons.push(scoreReason("group_floored", { group: group.id, name: group.name, limit: group.min, points: bounded - sum }));
      halves[group.measures] += bounded;
    }
    const total = halves.fit + halves.interest + halves.neither;
    const score = Math.min(Math.max(total, LOWEST_SCORE), HIGHEST_SCORE);
    if (score < total) reasons.push(scoreReason("total_capped", { limit: HIGHEST_SCORE, points: score - total }));
    if (score > total) reasons.push(scoreReason("total_floored", { limit: LOWEST_SCORE, points: score - total }));
    return {
      score,
      grade: gradeOf(policy, halves.fit, halves.interest),
      heat: score >= policy.heat.high ? "high" : score >= policy.heat.mid ? "mid" : "low",
      fit: halves.fit,
      interest: halves.interest,
      ...(Number.isFinite(next) ? { next_at: new Date(Math.ceil(next)).toISOString() } : {}),
      reasons,
    };
  };
}

function gradeOf({ grade }: ScorePolicy, fit: number, interest: number): string {
  const letter = fit >= grade.fit.A ? "A" : fit >= grade.fit.B ? "B" : fit >= grade.fit.C ? "C" : "D";
  const digit = interest >= grade.interest[1] ? 1 : interest >= grade.interest[2] ? 2 : interest >= grade.interest[3] ? 3 : 4;
  return `${letter}${digit}`;
}
