import { compileFilter } from "../../core/language/filter/matches.ts";
import type { FilterEnv, Row } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import { hold, outReasons, overGrade } from "./candidates.ts";
import { letterOf } from "./effort.ts";
import type { Candidate, RouteCandidate } from "./candidates.ts";
import { type MatchStats, NO_STATS } from "./match_stats.ts";
import { pick, type PickWorld } from "./pick.ts";
import type { RoutePolicy, RouteRule } from "./policy.ts";
import type { RuleTurns } from "./turns.ts";
import { whatIf } from "./what_if.ts";
import { routeReason } from "./words.ts";

export interface RouteLead {
  row: Row;
  /** Who held the same phone or company before. */
  stickyOwner: string | null;
  /** Who owns the account the lead belongs to. */
  accountOwner: string | null;
  /** People this lead must not go to. */
  excluded?: readonly string[];
  /** People who did not accept this lead in time. */
  passed?: readonly string[];
}

export interface RouteWorld {
  /** Everybody a rule may name; the order decides ties within a team. */
  people: readonly Candidate[];
  env: FilterEnv;
  /** Takes what even an inactive fallback person cannot. */
  lastPool: string;
  /** Past conversion; needed where a rule goes by best match. */
  stats?: MatchStats;
}

/** Positions of every rule that hands out in turn, by rule id. */
export type RouteState = Readonly<Record<string, RuleTurns>>;

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
  const people = new Map(world.people.map((person) => [person.id, { ...person, ...(person.held ? { held: person.held.map((one) => ({ ...one })) } : {}) }]));
  const rules = policy.rules.map((rule) => ({ rule, passes: compileFilter(rule.when, world.env), members: membersOf(rule, people, world.env) }));
  const turns: Record<string, RuleTurns> = { ...state };
  const picking: PickWorld = { people, stats: world.stats ?? NO_STATS };

  const decisions = leads.map((lead): RouteDecision => {
    const reasons: Reason[] = [];
    const candidates: RouteCandidate[] = [];
    const unless: Reason[] = [];
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
        reasons.push(routeReason("to_pool", { ...named, pool: rule.target.id }), ...unless);
        return { owner_id: null, pool_id: rule.target.id, rule_id: rule.id, strategy: null, candidates, reasons };
      }
      const ofAccount = rule.target.kind === "account_owner";
      const owner = ofAccount && lead.accountOwner !== null ? people.get(lead.accountOwner) : undefined;
      const asked = ofAccount ? (owner ? [owner] : []) : members;
      if (ofAccount && !owner) {
        reasons.push(routeReason("rule_no_account_owner", named));
        continue;
      }
      const look = (person: Candidate): RouteCandidate => {
        const out = outReasons(rule, person, lead.row, lead.excluded, lead.passed);
        return { id: person.id, rule_id: rule.id, outcome: out.length > 0 ? "out" : "eligible", reasons: out };
      };
      const looked = asked.map(look);
      candidates.push(...looked);
      const eligible = looked.filter((one) => one.outcome === "eligible");
      const chosen = (ofAccount ? theOwner(eligible) : former(rule, eligible, lead, reasons)) ?? cover(rule, asked, lead, people, look, candidates) ?? (ofAccount ? null : byStrategy(rule, eligible, lead, turns, picking));
      if (chosen === null) {
        reasons.push(routeReason("rule_no_candidate", { ...named, out: looked.length }));
        if (!ofAccount) unless.push(...whatIf(rule, looked, null, lead.row, turns[rule.id], picking));
        continue;
      }
      if (!ofAccount) unless.push(...whatIf(rule, looked, chosen.candidate.id, lead.row, turns[rule.id], picking));
      if (chosen.turns) turns[rule.id] = chosen.turns;
      chosen.candidate.outcome = "chosen";
      reasons.push(routeReason("rule_matched", named), ...unless);
      hold(people.get(chosen.candidate.id) as Candidate, lead.row, 1);
      return { owner_id: chosen.candidate.id, pool_id: null, rule_id: rule.id, strategy: chosen.strategy, candidates, reasons };
    }
    const last = fallback(policy, people, world.lastPool, lead.row, reasons);
    reasons.push(...unless);
    return { ...last, rule_id: null, strategy: null, candidates, reasons };
  });
  return { decisions, state: turns };
}

interface Choice {
  candidate: RouteCandidate;
  strategy: string;
  /** Where the rule's turns stand afterwards, if it took one. */
  turns?: RuleTurns;
}

function theOwner([candidate]: RouteCandidate[]): Choice | null {
  if (!candidate) return null;
  candidate.reasons.push(routeReason("by_account"));
  return { candidate, strategy: "account_owner" };
}

/** Whoever had the same phone or company, outside the rotation: a lead that comes home does not cost its owner a turn. */
function former(rule: RouteRule, eligible: RouteCandidate[], lead: RouteLead, reasons: Reason[]): Choice | null {
  if (rule.strategy.kind !== "sticky" || lead.stickyOwner === null) return null;
  const candidate = eligible.find((one) => one.id === lead.stickyOwner);
  if (!candidate) {
    reasons.push(routeReason("sticky_owner_out", { person: lead.stickyOwner }));
    return null;
  }
  candidate.reasons.push(routeReason("by_former_owner"));
  return { candidate, strategy: "sticky" };
}

/** Whoever covers for the account's or the former owner while they are on leave. */
function cover(rule: RouteRule, asked: readonly Candidate[], lead: RouteLead, people: ReadonlyMap<string, Candidate>, look: (person: Candidate) => RouteCandidate, candidates: RouteCandidate[]): Choice | null {
  const id = rule.target.kind === "account_owner" ? lead.accountOwner : rule.strategy.kind === "sticky" ? lead.stickyOwner : null;
  const away = id === null ? undefined : asked.find((person) => person.id === id);
  const substitute = away?.active && away.onLeave && away.cover ? people.get(away.cover) : undefined;
  if (!away || !substitute) return null;
  let candidate = candidates.find((one) => one.id === substitute.id && one.rule_id === rule.id);
  if (!candidate) candidates.push((candidate = look(substitute)));
  if (candidate.outcome === "out") return null;
  candidate.reasons.push(routeReason("by_cover", { person: away.id }));
  return { candidate, strategy: "cover" };
}

function byStrategy(rule: RouteRule, eligible: RouteCandidate[], lead: RouteLead, turns: Readonly<Record<string, RuleTurns>>, world: PickWorld): Choice | null {
  if (eligible.length === 0) return null;
  const picked = pick(rule, eligible.map((one) => one.id), lead.row, turns[rule.id], world);
  for (const one of eligible) one.reasons.push(picked.told(one.id));
  return { candidate: eligible.find((one) => one.id === picked.id) as RouteCandidate, strategy: rule.strategy.kind === "sticky" ? rule.strategy.otherwise.kind : rule.strategy.kind, turns: picked.turns() };
}

function fallback(policy: RoutePolicy, people: Map<string, Candidate>, lastPool: string, row: Row, reasons: Reason[]): { owner_id: string | null; pool_id: string | null } {
  if (policy.fallback.kind === "pool") {
    reasons.push(routeReason("fallback_pool", { pool: policy.fallback.id }));
    return { owner_id: null, pool_id: policy.fallback.id };
  }
  const person = people.get(policy.fallback.id);
  if (!person?.active) {
    reasons.push(routeReason("fallback_person_inactive", { person: policy.fallback.id, pool: lastPool }));
    return { owner_id: null, pool_id: lastPool };
  }
  // The rules of ownership would refuse what goes beyond the limit: better in the pool than nowhere.
  if ((person.capOpen !== null && person.open >= person.capOpen) || person.rooms?.some((room) => room.held >= room.limit)) {
    reasons.push(routeReason("fallback_person_full", { person: person.id, open: person.open, pool: lastPool }));
    return { owner_id: null, pool_id: lastPool };
  }
  const graded: Reason[] = [];
  overGrade(person, letterOf(row.grade), graded);
  if (graded.length > 0) {
    reasons.push(routeReason("fallback_person_grade_full", { ...graded[0]?.facts, person: person.id, pool: lastPool }));
    return { owner_id: null, pool_id: lastPool };
  }
  hold(person, row, 1);
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
