import type { Row } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import { type Candidate, weightOf } from "./candidates.ts";
import { effortHeld } from "./effort.ts";
import { matchRates, type MatchStats } from "./match_stats.ts";
import { plainOf, type BestMatch, type RouteRule } from "./policy.ts";
import { longestAgo, NO_TURNS, richest, type RuleTurns, serve } from "./turns.ts";
import { routeReason } from "./words.ts";

/** Whom a strategy chooses, where the turns then stand, and what told for each candidate; worked out when asked. */
export interface Pick {
  id: string;
  turns(): RuleTurns;
  told(id: string): Reason;
}

export interface PickWorld {
  people: ReadonlyMap<string, Candidate>;
  stats: MatchStats;
}

/** Chooses one of these people by the rule's strategy; pure: what-if questions ask it again with other people. */
export function pick(rule: RouteRule, ids: readonly string[], row: Row, turns: RuleTurns = NO_TURNS, { people, stats }: PickWorld): Pick {
  const strategy = plainOf(rule.strategy);
  if (strategy.kind === "weighted") {
    const picked = richest(turns, ids, (person) => weightOf(rule, person));
    return { id: picked.id, turns: () => picked.turns, told: (id) => routeReason("by_weight", { weight: weightOf(rule, id), total: picked.total, credit: picked.earned[id], turn: picked.turns.turn }) };
  }
  if (strategy.kind === "best_match") return byMatch(strategy, ids, row, turns, stats);
  if (strategy.kind === "round_robin") return served(longestAgo(turns, ids), turns, (id) => routeReason("by_turn", { last: turns.last[id] ?? 0, turn: turns.turn + 1 }));
  if (strategy.kind === "least_open") {
    const open = (id: string) => people.get(id)?.open ?? 0;
    return served(longestAgo(turns, lowest(ids, open)), turns, (id) => routeReason("by_least_open", { open: open(id) }));
  }
  const efforts = new Map(ids.map((id) => [id, rounded(effortHeld(strategy, people.get(id)?.held ?? []), 100)]));
  const effort = (id: string) => efforts.get(id) ?? 0;
  return served(longestAgo(turns, lowest(ids, effort)), turns, (id) => routeReason("by_least_effort", { effort: effort(id), open: people.get(id)?.open ?? 0 }));
}

/** The best rate, ties in turn; of 100 turns `explore` go in turn to those with fewer results than the prior counts, so that nobody stays unknown. */
function byMatch(strategy: BestMatch, ids: readonly string[], row: Row, turns: RuleTurns, stats: MatchStats): Pick {
  const rate = matchRates(stats, strategy, row);
  const share = (turn: number) => Math.floor((turn * strategy.explore) / 100);
  const exploring = share(turns.turn + 1) > share(turns.turn);
  const unknown = ids.filter((id) => rate(id).known < strategy.prior);
  const best = lowest(ids, (id) => -rounded(rate(id).rate, 10_000));
  const id = longestAgo(turns, exploring ? (unknown.length > 0 ? unknown : ids) : best);
  return served(id, turns, (person) => {
    const { rate: of, sample, known } = rate(person);
    const facts = { rate: Math.round(of * 1_000) / 10, sample: rounded(sample, 10), known };
    return exploring && person === id ? routeReason("by_exploring", facts) : routeReason("by_match", facts);
  });
}

const served = (id: string, turns: RuleTurns, told: (id: string) => Reason): Pick => ({ id, turns: () => serve(turns, id), told });

const rounded = (value: number, per: number): number => Math.round(value * per) / per;

function lowest(ids: readonly string[], of: (id: string) => number): string[] {
  const least = Math.min(...ids.map(of));
  return ids.filter((id) => of(id) === least);
}
