import type { Row } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import type { RouteRule } from "./policy.ts";
import { routeReason } from "./words.ts";

/** One person as routing sees them, loaded by the caller. */
export interface Candidate {
  id: string;
  name: string;
  teamId: string | null;
  active: boolean;
  onLeave: boolean;
  inShift: boolean;
  /** Open leads held now, and how many may be held; null: any number. */
  open: number;
  capOpen: number | null;
  assignedToday: number;
  capDaily: number | null;
  /** Official names of provinces and cities. */
  territories: string[];
  skills: string[];
}

/** Every reason why a person cannot get this lead by this rule; none: eligible. */
export function outReasons(rule: RouteRule, person: Candidate, row: Row, excluded: readonly string[] | undefined): Reason[] {
  const out: Reason[] = [];
  if (!person.active) out.push(routeReason("inactive"));
  if (person.onLeave) out.push(routeReason("on_leave"));
  if (rule.in_shift && !person.inShift) out.push(routeReason("out_of_shift"));
  if (person.capOpen !== null && person.open >= person.capOpen) out.push(routeReason("over_open_capacity", { open: person.open, cap: person.capOpen }));
  if (person.capDaily !== null && person.assignedToday >= person.capDaily) out.push(routeReason("over_daily_capacity", { today: person.assignedToday, cap: person.capDaily }));
  if (rule.territory && !covers(person, row)) out.push(routeReason("lacks_territory", { province: row.province ?? null, city: row.city ?? null }));
  const missing = rule.skills?.filter((skill) => !person.skills.includes(skill)) ?? [];
  if (missing.length > 0) out.push(routeReason("lacks_skill", { missing }));
  if (rule.except?.includes(person.id) || excluded?.includes(person.id) || weightOf(rule, person.id) === 0) out.push(routeReason("excluded"));
  return out;
}

/** A person's weight under a rule; 1 unless the weighted strategy names another. */
export function weightOf(rule: RouteRule, id: string): number {
  const strategy = rule.strategy.kind === "sticky" ? rule.strategy.otherwise : rule.strategy;
  return strategy.kind === "weighted" ? (strategy.weights[id] ?? 1) : 1;
}

function covers(person: Candidate, row: Row): boolean {
  return [row.province, row.city].some((place) => typeof place === "string" && person.territories.includes(place));
}
