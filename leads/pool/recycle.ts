import { compileFilter } from "../../core/language/filter/matches.ts";
import type { FilterEnv, Row } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import { CLOSED_STAGES } from "../lead.object.ts";
import { dateOf, daysLater, endOfDate } from "./days.ts";
import type { PoolPolicy, RecycleCondition, RecycleRule } from "./policy.ts";
import { poolReason } from "./words.ts";

export interface RecycleFacts {
  row: Row;
  owner_id: string | null;
  stage: string;
  /** Since when the present owner holds it. */
  owned_since: Date;
  /** Last activity of a counting kind by anybody since then; null: none. */
  last_activity_at: Date | null;
  stage_changed_at: Date | null;
  /** Last day of protection; null: never protected. */
  protection_ends: string | null;
}

export interface Recycling {
  /** When the lead goes back; null: not by itself, for the reason given. May lie in the past: then it is due now. */
  at: Date | null;
  rule_id: string | null;
  to_pool: string | null;
  /** When to warn, earliest first; only moments before `at` and after the owner took it. */
  warn_at: Date[];
  because: Reason[];
}

/** Prepares a pool policy for many leads: for each when it would be recycled, by which rule and why. Every lead gets an answer. */
export function compileRecycle(policy: PoolPolicy, env: FilterEnv): (facts: RecycleFacts) => Recycling {
  const rules = policy.recycle.filter((rule) => !rule.off).map((rule) => ({ rule, passes: compileFilter(rule.when, env) }));
  return (facts) => {
    if (facts.owner_id === null) return never(poolReason("not_owned"));
    if (CLOSED_STAGES.has(facts.stage)) return never(poolReason("closed", { stage: facts.stage }));
    let earliest: { rule: RecycleRule; at: Date; because: Reason[] } | null = null;
    for (const { rule, passes } of rules) {
      if (!passes(facts.row)) continue;
      const due = dueBy(rule, facts, env.timeZone);
      if (!earliest || due.at < earliest.at) earliest = { rule, ...due };
    }
    if (!earliest) return never(poolReason("no_rule_applies"));
    const { rule, at, because } = earliest;
    const warn_at = policy.warn_days_before
      .map((days) => daysLater(at, -days, env.timeZone))
      .filter((moment) => moment > facts.owned_since)
      .sort((a, b) => a.getTime() - b.getTime());
    return { at, rule_id: rule.id, to_pool: rule.to_pool, warn_at, because: [poolReason("recycle_rule", { rule: rule.id, name: rule.name }), ...because] };
  };
}

/** When one lead would be recycled; see `compileRecycle`. */
export function recycleAt(policy: PoolPolicy, facts: RecycleFacts, env: FilterEnv): Recycling {
  return compileRecycle(policy, env)(facts);
}

function never(because: Reason): Recycling {
  return { at: null, rule_id: null, to_pool: null, warn_at: [], because: [because] };
}

function dueBy(rule: RecycleRule, facts: RecycleFacts, timeZone: string): { at: Date; because: Reason[] } {
  const any = "any" in rule.due;
  const moments = ("any" in rule.due ? rule.due.any : rule.due.all).map((condition) => momentOf(condition, facts, timeZone)).sort((a, b) => a.at.getTime() - b.at.getTime());
  const deciding = moments.at(any ? 0 : -1) as Moment;
  const because = any ? [deciding.reason] : moments.map((moment) => moment.reason);
  if (rule.despite_protection || facts.protection_ends === null) return { at: deciding.at, because };
  const unprotected = endOfDate(facts.protection_ends, timeZone);
  if (unprotected <= deciding.at) return { at: deciding.at, because };
  return { at: unprotected, because: [...because, poolReason("waits_for_protection", { ends: facts.protection_ends })] };
}

interface Moment {
  at: Date;
  reason: Reason;
}

function momentOf(condition: RecycleCondition, facts: RecycleFacts, timeZone: string): Moment {
  const after = (code: "no_activity" | "no_stage_change" | "not_converted", last: Date | null, days: number): Moment => {
    // What happened before the present owner took over is not held against them.
    const since = last && last > facts.owned_since ? last : facts.owned_since;
    return { at: daysLater(since, days, timeZone), reason: poolReason(code, { days, since: since.toISOString() }) };
  };
  if ("no_activity_days" in condition) return after("no_activity", facts.last_activity_at, condition.no_activity_days);
  if ("no_stage_change_days" in condition) return after("no_stage_change", facts.stage_changed_at, condition.no_stage_change_days);
  if ("not_converted_days" in condition) return after("not_converted", null, condition.not_converted_days);
  const ends = facts.protection_ends ?? dateOf(facts.owned_since, timeZone);
  return { at: endOfDate(ends, timeZone), reason: poolReason("protection_ended", { ends }) };
}
