import type { Row } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import type { TeamRoom } from "../pool/caps.ts";
import { letterOf, type OpenCount } from "./effort.ts";
import { plainOf, type RouteRule } from "./policy.ts";
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
  /** The team whose cap for each of its people that is. */
  capTeam?: string;
  /** Teams of theirs that may hold only so many leads together; shared by their people. */
  rooms?: readonly TeamRoom[];
  assignedToday: number;
  capDaily: number | null;
  /** Official names of provinces and cities. */
  territories: string[];
  skills: string[];
  /** Open leads by grade and stage; loaded where a cap or a strategy asks. */
  held?: OpenCount[];
  /** Open leads per letter of the grade that may be given. */
  capGrades?: Readonly<Record<string, number>>;
  /** Leads not accepted in time today; loaded where a rule asks. */
  missedToday?: number;
  /** Who covers the leave that runs now. */
  cover?: string | null;
}

/** What a rule made of one person. */
export interface RouteCandidate {
  id: string;
  rule_id: string;
  outcome: "chosen" | "eligible" | "out";
  reasons: Reason[];
}

/** Every reason why a person cannot get this lead by this rule; none: eligible. `passed`: people who let this lead pass before. */
export function outReasons(rule: RouteRule, person: Candidate, row: Row, excluded: readonly string[] | undefined, passed?: readonly string[]): Reason[] {
  const out: Reason[] = [];
  if (!person.active) out.push(routeReason("inactive"));
  if (person.onLeave) out.push(routeReason("on_leave"));
  if (rule.in_shift && !person.inShift) out.push(routeReason("out_of_shift"));
  if (person.capOpen !== null && person.open >= person.capOpen) out.push(person.capTeam ? routeReason("over_team_each_capacity", { open: person.open, cap: person.capOpen, team: person.capTeam }) : routeReason("over_open_capacity", { open: person.open, cap: person.capOpen }));
  const full = person.rooms?.find((room) => room.held >= room.limit);
  if (full) out.push(routeReason("over_team_capacity", { team: full.team, open: full.held, cap: full.limit }));
  if (person.capDaily !== null && person.assignedToday >= person.capDaily) out.push(routeReason("over_daily_capacity", { today: person.assignedToday, cap: person.capDaily }));
  if (person.capGrades) overGrade(person, letterOf(row.grade), out);
  if (rule.territory && !covers(person, row)) out.push(routeReason("lacks_territory", { province: row.province ?? null, city: row.city ?? null }));
  const missing = skillsAsked(rule, row).filter((skill) => !person.skills.includes(skill));
  if (missing.length > 0) out.push(routeReason("lacks_skill", { missing }));
  if (passed?.includes(person.id)) out.push(routeReason("missed_accept"));
  const most = rule.accept_within?.most_missed;
  if (most !== undefined && (person.missedToday ?? 0) >= most) out.push(routeReason("over_missed", { missed: person.missedToday, cap: most }));
  if (rule.except?.includes(person.id) || excluded?.includes(person.id) || weightOf(rule, person.id) === 0) out.push(routeReason("excluded"));
  return out;
}

/** Adds why somebody may hold no more leads of a grade. */
export function overGrade(person: Candidate, letter: string, out: Reason[]): void {
  const cap = person.capGrades?.[letter];
  if (cap === undefined) return;
  let open = 0;
  for (const held of person.held ?? []) if (held.letter === letter) open += held.n;
  if (open >= cap) out.push(routeReason("over_grade_capacity", { grade: letter, open, cap }));
}

const NO_SKILLS: readonly string[] = [];

function skillsAsked(rule: RouteRule, row: Row): readonly string[] {
  if (!rule.skills_of?.length) return rule.skills ?? NO_SKILLS;
  return [...new Set([...(rule.skills ?? []), ...rule.skills_of.flatMap((field) => (typeof row[field] === "string" && row[field] !== "" ? [row[field] as string] : []))])];
}

/** A person's weight under a rule; 1 unless the weighted strategy names another. */
export function weightOf(rule: RouteRule, id: string): number {
  const strategy = plainOf(rule.strategy);
  return strategy.kind === "weighted" ? (strategy.weights[id] ?? 1) : 1;
}

/** By official names; a person's may leave 省 and 市 out. A province holds its cities, because a known city brings its province along. */
function covers(person: Candidate, row: Row): boolean {
  return [row.province, row.city].some((place) => typeof place === "string" && (person.territories.includes(place) || (/[省市]$/.test(place) && person.territories.includes(place.slice(0, -1)))));
}

/** What holding one lead more (or, with `by` −1, one less) changes. */
export function hold(person: Candidate, row: Row, by: 1 | -1, stage = "assigned"): void {
  person.open += by;
  for (const room of person.rooms ?? []) room.held += by;
  if (by === 1) person.assignedToday++;
  if (!person.held) return;
  const letter = letterOf(row.grade);
  const held = person.held.find((one) => one.letter === letter && one.stage === stage);
  if (held) held.n += by;
  else if (by === 1) person.held.push({ letter, stage, n: 1 });
}
