import { compileFilter } from "../../core/language/filter/matches.ts";
import type { FilterEnv, Row } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import { CLOSED_STAGES } from "../lead.object.ts";
import { dateOf, daysLater, endOfDate } from "./days.ts";
import type { PoolPolicy, RecycleCondition, RecycleDue, RecyclePart, RecycleRule } from "./policy.ts";
import { homeOf, type PoolRules, rulesOf } from "./rules_of.ts";
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
  /** Until when somebody has put off its recycling; null or absent: nobody has. */
  extended_until?: Date | null;
}

export interface Recycling {
  /** When the lead goes back; null: not by itself, for the reason given. May lie in the past: then it is due now. */
  at: Date | null;
  rule_id: string | null;
  /** The pool it goes to; null: to none, it stays. */
  to_pool: string | null;
  /** When to warn, earliest first; only moments before `at` and after the owner took it. */
  warn_at: Date[];
  because: Reason[];
}

type Decide = (facts: RecycleFacts) => Recycling;

/** Prepares a pool policy for many leads: for each when it would be recycled, by which rule of its pool and why. Every lead gets an answer. */
export function compileRecycle(policy: PoolPolicy, env: FilterEnv): Decide {
  const ways = new Map<PoolRules, Decide>();
  return (facts) => {
    const rules = rulesOf(policy, policy.pools?.length ? homeOf(facts.row) : null);
    let decide = ways.get(rules);
    if (!decide) ways.set(rules, (decide = compileRules(rules, env)));
    return decide(facts);
  };
}

function compileRules(pool: PoolRules, env: FilterEnv): Decide {
  const rules = pool.recycle.filter((rule) => !rule.off).map((rule) => ({ rule, passes: compileFilter(rule.when, env) }));
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
    const { rule, because } = earliest;
    const extended = facts.extended_until && facts.extended_until > earliest.at ? facts.extended_until : null;
    const at = extended ?? earliest.at;
    const warn_at = pool.warn_days_before
      .map((days) => daysLater(at, -days, env.timeZone))
      .filter((moment) => moment > facts.owned_since)
      .sort((a, b) => a.getTime() - b.getTime());
    return {
      at, rule_id: rule.id, to_pool: rule.to_pool ?? homeOf(facts.row), warn_at,
      because: [poolReason("recycle_rule", { rule: rule.id, name: rule.name }), ...because, ...(extended ? [poolReason("extended", { until: extended.toISOString() })] : [])],
    };
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
  const { at, because } = momentOf(rule.due, facts, timeZone);
  if (rule.despite_protection || facts.protection_ends === null) return { at, because };
  const unprotected = endOfDate(facts.protection_ends, timeZone);
  if (unprotected <= at) return { at, because };
  return { at: unprotected, because: [...because, poolReason("waits_for_protection", { ends: facts.protection_ends })] };
}

interface Moment {
  at: Date;
  because: Reason[];
}

/** Of "any" the earliest part decides and gives the reason; of "all" the last decides and every part is a reason. */
function momentOf(part: RecyclePart, facts: RecycleFacts, timeZone: string): Moment {
  if (!isDue(part)) return conditionMoment(part, facts, timeZone);
  const moments = ("any" in part ? part.any : part.all).map((inner) => momentOf(inner, facts, timeZone)).sort((a, b) => a.at.getTime() - b.at.getTime());
  if ("any" in part) return moments[0] as Moment;
  return { at: (moments.at(-1) as Moment).at, because: moments.flatMap((moment) => moment.because) };
}

const isDue = (part: RecyclePart): part is RecycleDue => "any" in part || "all" in part;

function conditionMoment(condition: RecycleCondition, facts: RecycleFacts, timeZone: string): Moment {
  const after = (code: "no_activity" | "no_stage_change" | "not_converted", last: Date | null, days: number): Moment => {
    // What happened before the present owner took over is not held against them.
    const since = last && last > facts.owned_since ? last : facts.owned_since;
    return { at: daysLater(since, days, timeZone), because: [poolReason(code, { days, since: since.toISOString() })] };
  };
  if ("no_activity_days" in condition) return after("no_activity", facts.last_activity_at, condition.no_activity_days);
  if ("no_stage_change_days" in condition) return after("no_stage_change", facts.stage_changed_at, condition.no_stage_change_days);
  if ("not_converted_days" in condition) return after("not_converted", null, condition.not_converted_days);
  const ends = facts.protection_ends ?? dateOf(facts.owned_since, timeZone);
  return { at: endOfDate(ends, timeZone), because: [poolReason("protection_ended", { ends })] };
}
