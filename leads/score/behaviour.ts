import { compileFilter } from "../../core/language/filter/matches.ts";
import type { Filter, FilterEnv, Row } from "../../core/language/types.ts";
import type { BehaviourRule } from "./policy.ts";

const DAY = 86_400_000;

/** Something a lead did: on the site, or in an activity. */
export interface Happened {
  /** "page", "download" … for the site, "activity:call" … for activities. */
  kind: string;
  /** Milliseconds since 1970. */
  at: number;
  /** What conditions look at: url, title, utm_* …, outcome, direction. */
  facts: Row;
}

export interface Behaved {
  /** Whole points, after half-life and cap. */
  points: number;
  /** What they would be had it just happened. */
  full: number;
  /** How often it was done in the window. */
  times: number;
  /** When it was last done. */
  latest: number;
  /** When these points next change if nothing else happens. */
  next: number;
}

/** The kind under which happenings of a rule are found. */
export const kindOf = ({ what }: BehaviourRule): string => ("event" in what ? what.event : `activity:${what.activity}`);

/** The conditions of a rule as a filter on what happened. */
export function filterOf({ what, where = [] }: BehaviourRule): Filter {
  const direction: Filter[] = "activity" in what && what.direction ? [{ field: "direction", op: "is", value: what.direction }] : [];
  return { all: [...direction, ...where] };
}

/**
 * Prepares a behaviour rule. Points are given once when it was done `count` times within `days`; with a cap, again for every
 * further `count` times. They are halved every half-life since they were earned: points × 2^(−age ÷ half-life), rounded to
 * whole points (halves away from zero) before anything is summed, so that reasons add up exactly. Null where the rule gives nothing.
 */
export function compileBehaviour(rule: BehaviourRule, env: FilterEnv): (happened: readonly Happened[]) => Behaved | null {
  const kind = kindOf(rule);
  const passes = compileFilter(filterOf(rule), env);
  const now = env.now.getTime();
  const window = rule.days * DAY;
  const halfLife = rule.half_life_days === undefined ? null : rule.half_life_days * DAY;

  return (happened) => {
    const at = happened.filter((each) => each.kind === kind && each.at > now - window && passes(each.facts)).map((each) => Math.min(each.at, now)).sort((a, b) => b - a);
    const sets = rule.cap === undefined ? Math.min(1, Math.floor(at.length / rule.count)) : Math.floor(at.length / rule.count);
    const latest = at[0];
    if (sets === 0 || latest === undefined) return null;
    let exact = 0;
    // A set was earned when its newest happened.
    for (let set = 0; set < sets; set++) exact += rule.points * (halfLife === null ? 1 : 2 ** ((at[set * rule.count] as number - now) / halfLife));
    const cap = rule.cap ?? Number.POSITIVE_INFINITY;
    const size = wholeOf(Math.min(Math.abs(exact), cap));
    const points = Math.sign(rule.points) * size;
    const leaves = (at[sets * rule.count - 1] as number) + window;
    // Everything fades at one rate: the sum falls below the next half point after this long.
    const fades = halfLife === null || size === 0 ? Number.POSITIVE_INFINITY : now + halfLife * Math.log2(Math.abs(exact) / (size - 0.5));
    const full = Math.sign(rule.points) * Math.min(Math.abs(rule.points) * sets, cap);
    return { points: points === 0 ? 0 : points, full, times: at.length, latest, next: Math.min(leaves, fades) };
  };
}

const wholeOf = (size: number): number => Math.floor(size + 0.5);
