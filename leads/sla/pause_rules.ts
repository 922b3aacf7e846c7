import { compileFilter, type Test } from "../../core/language/filter/matches.ts";
import type { FilterEnv, Row } from "../../core/language/types.ts";
import type { Write } from "../../core/objects/standard.ts";
import { type ClockRule, pausing, type SlaPolicy } from "./policy.ts";
import type { Pause } from "./stored.ts";

/** Why a rule lets the clock of this lead stand still; null when it runs. */
export function pauseOf(rule: ClockRule, env: FilterEnv, row: Row): Omit<Pause, "remaining_seconds"> | null {
  const found = pausing(rule).while.find(({ when }) => compileFilter(when, env)(row));
  return found ? { by: "rule", rule: found.id, reason: found.name } : null;
}

/** Leads that come under a pause rule, or out of one, by this batch: the clock rules concerned. Empty at once where no clock has any. */
export function pauseMoves(policy: SlaPolicy, env: FilterEnv, writes: readonly Write[]): Map<Write, Set<string>> {
  const moves = new Map<Write, Set<string>>();
  const tests = policy.clocks.flatMap((rule) => {
    const pauses = pausing(rule).while.map(({ when }): Test => compileFilter(when, env));
    return pauses.length > 0 ? [{ id: rule.id, paused: (row: Row) => pauses.some((test) => test(row)) }] : [];
  });
  if (tests.length === 0) return moves;
  for (const write of writes) {
    const { before, after } = write;
    if (before === null || !after.owner_id) continue;
    const turned = tests.filter(({ paused }) => paused(before) !== paused(after)).map(({ id }) => id);
    if (turned.length > 0) moves.set(write, new Set(turned));
  }
  return moves;
}
