import { compileFilter } from "../../core/language/filter/matches.ts";
import type { FilterEnv, Row } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import { outReasons, weightOf } from "./candidates.ts";
import type { Candidate } from "./candidates.ts";
import type { PlainStrategy, RoutePolicy, RouteRule } from "./policy.ts";
import { NO_TURNS, longestAgo, richest, serve } from "./turns.ts";
import type { RuleTurns } from "./turns.ts";
import { routeReason } from "./words.ts";

export interface RouteLead {
  row: Row;
  /** Who held the same phone or company before. */
  stickyOwner: string | null;
  /** Who owns the account the lead belongs to. */
  accountOwner: string | null;
  /** People this lead must not go to, e.g. who let it pass before. */
  excluded?: readonly string[];
}

export interface RouteWorld {
  /** Everybody a rule may name; the order decides ties within a team. */
  people: readonly Candidate[];
  env: FilterEnv;
  /** Takes what even an inactive fallback person cannot. */
  lastPool: string;
}

/** Positions of every rule that hands out in turn, by rule id. */
export type RouteState = Readonly<Record<string, RuleTurns>>;

export interface RouteCandidate {
  id: string;
  rule_id: string;
  outcome: "chosen" | "eligible" | "out";
  reasons: Reason[];
}

export interface RouteDecision {
  /** Exactly one of owner and pool is set. */
  owner_id: string | null;
  pool_id: string | null;
  /** Null when the fallback decided. */
  rule_id: string | null;
  strategy: string | null;
  /** Everybody considered, by the deciding rule and by rules before it that had nobody. */
  candidates: RouteCandidate[];
  reasons: Reason[];
}

/**
 * Routes a batch. Every assignment advances turns, open and daily counts before the next lead is looked at, so that a
 * batch ends exactly as its leads would one by one. The state given is not changed; the new one is returned.
 */
export function decideRoute(policy: RoutePolicy, leads: readonly RouteLead[], world: RouteWorld, state: RouteState): { decisions: RouteDecision[]; state: RouteState } {
  const people = new Map(world.people.map((person) => [person.id, { ...person }]));
  const rules = policy.rules.map((rule) => ({ rule, passes: compileFilter(rule.when, world.env), members: membersOf(rule, people, world.env) }));
  const turns: Record<string, RuleTurns> = { ...state };

  const decisions = leads.map((lead): RouteDecision => {
    const reasons: Reason[] = [];
    const candidates: RouteCandidate[] = [];
    // PIPL Art. 24: a person may ask not to be the subject of automated decisions; somebody hands such a lead out.
    const byHand = lead.row.no_automation === true;
    if (byHand) reasons.push(routeReason("no_automation"));
    for (const { rule, passes, members } of byHand ? [] : rules) {
      const named = { rule: rule.id, name: rule.name };
      if (!passes(lead.row)) {
        reasons.push(routeReason("rule_not_matched", named));
        continue;
      }
      if (rule.target.kind === "pool") {
        reasons.push(routeReason("to_pool", { ...named, pool: rule.target.id }));
        return { owner_id: null, pool_id: rule.target.id, rule_id: rule.id, strategy: null, candidates, reasons };
      }
      const ofAccount = rule.target.kind === "account_owner";
      const owner = ofAccount && lead.accountOwner !== null ? people.get(lead.accountOwner) : undefined;
      const asked = ofAccount ? (owner ? [owner] : []) : members;
      if (ofAccount && !owner) {
        reasons.push(routeReason("rule_no_account_owner", named));
        continue;
      }
      const looked = asked.map((person): RouteCandidate => {
        const out = outReasons(rule, person, lead.row, lead.excluded);
        return { id: person.id, rule_id: rule.id, outcome: out.length > 0 ? "out" : "eligible", reasons: out };
      });
      candidates.push(...looked);
      const eligible = looked.filter((one) => one.outcome === "eligible");
      if (eligible.length === 0) {
        reasons.push(routeReason("rule_no_candidate", { ...named, out: looked.length }));
        continue;
      }
      const chosen = ofAccount ? theOwner(eligible) : choose(rule, eligible, lead, people, turns, reasons);
      chosen.candidate.outcome = "chosen";
      reasons.push(routeReason("rule_matched", named));
      assign(people.get(chosen.candidate.id));
      return { owner_id: chosen.candidate.id, pool_id: null, rule_id: rule.id, strategy: chosen.strategy, candidates, reasons };
    }
    return { ...fallback(policy, people, world.lastPool, reasons), rule_id: null, strategy: null, candidates, reasons };
  });
  return { decisions, state: turns };
}

interface Choice {
  candidate: RouteCandidate;
  strategy: string;
}

function theOwner(eligible: RouteCandidate[]): Choice {
  const candidate = eligible[0] as RouteCandidate;
  candidate.reasons.push(routeReason("by_account"));
  return { candidate, strategy: "account_owner" };
}

function choose(rule: RouteRule, eligible: RouteCandidate[], lead: RouteLead, people: Map<string, Candidate>, turns: Record<string, RuleTurns>, reasons: Reason[]): Choice {
  if (rule.strategy.kind !== "sticky") return byStrategy(rule, rule.strategy, eligible, people, turns);
  const former = eligible.find((one) => one.id === lead.stickyOwner);
  if (former) {
    // Outside the rotation: a lead that comes home does not cost its owner a turn.
    former.reasons.push(routeReason("by_former_owner"));
    return { candidate: former, strategy: "sticky" };
  }
  if (lead.stickyOwner !== null) reasons.push(routeReason("sticky_owner_out", { person: lead.stickyOwner }));
  return byStrategy(rule, rule.strategy.otherwise, eligible, people, turns);
}

function byStrategy(rule: RouteRule, strategy: PlainStrategy, eligible: RouteCandidate[], people: Map<string, Candidate>, turns: Record<string, RuleTurns>): Choice {
  const before = turns[rule.id] ?? NO_TURNS;
  const ids = eligible.map((one) => one.id);
  let id: string;
  if (strategy.kind === "weighted") {
    const picked = richest(before, ids, (person) => weightOf(rule, person));
    for (const one of eligible) one.reasons.push(routeReason("by_weight", { weight: weightOf(rule, one.id), total: picked.total, credit: picked.earned[one.id] }));
    id = picked.id;
    turns[rule.id] = picked.turns;
  } else {
    const openOf = (person: string) => people.get(person)?.open ?? 0;
    const least = Math.min(...ids.map(openOf));
    id = longestAgo(before, strategy.kind === "least_open" ? ids.filter((person) => openOf(person) === least) : ids);
    for (const one of eligible) {
      one.reasons.push(
        strategy.kind === "least_open"
          ? routeReason("by_least_open", { open: openOf(one.id) })
          : routeReason("by_turn", { last: before.last[one.id] ?? 0, turn: before.turn + 1 }),
      );
    }
    turns[rule.id] = serve(before, id);
  }
  return { candidate: eligible.find((one) => one.id === id) as RouteCandidate, strategy: strategy.kind };
}

function fallback(policy: RoutePolicy, people: Map<string, Candidate>, lastPool: string, reasons: Reason[]): { owner_id: string | null; pool_id: string | null } {
  if (policy.fallback.kind === "pool") {
    reasons.push(routeReason("fallback_pool", { pool: policy.fallback.id }));
    return { owner_id: null, pool_id: policy.fallback.id };
  }
  const person = people.get(policy.fallback.id);
  if (!person?.active) {
    reasons.push(routeReason("fallback_person_inactive", { person: policy.fallback.id, pool: lastPool }));
    return { owner_id: null, pool_id: lastPool };
  }
  assign(person);
  reasons.push(routeReason("fallback_person", { person: person.id }));
  return { owner_id: person.id, pool_id: null };
}

function membersOf(rule: RouteRule, people: Map<string, Candidate>, env: FilterEnv): Candidate[] {
  const { target } = rule;
  if (target.kind === "people") return [...new Set(target.ids)].flatMap((id) => people.get(id) ?? []);
  if (target.kind !== "team") return [];
  const teams = new Set(target.below ? env.teamsUnder(target.id) : [target.id]);
  return [...people.values()].filter((person) => person.teamId !== null && teams.has(person.teamId));
}

function assign(person: Candidate | undefined): void {
  if (!person) return;
  person.open++;
  person.assignedToday++;
}
