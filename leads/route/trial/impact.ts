import type { RouteDecision } from "../decide.ts";

/** What one replay came to. */
export interface Impact {
  unassigned: number;
  /** Leads for which somebody was passed over because they were full. */
  breaches: number;
  rules: Map<string | null, number>;
  people: Map<string, { got: number; full: number; most: number }>;
}

export const NOTHING = { got: 0, full: 0, most: 0 };
const FULL = new Set(["over_open_capacity", "over_team_each_capacity", "over_daily_capacity", "over_grade_capacity"]);

export const newImpact = (): Impact => ({ unassigned: 0, breaches: 0, rules: new Map(), people: new Map() });

const personOf = ({ people }: Impact, id: string) => {
  let person = people.get(id);
  if (!person) people.set(id, (person = { ...NOTHING }));
  return person;
};

/** Counts who was passed over for being full, while the candidates are still at hand. */
export function countFull(impact: Impact, { candidates }: RouteDecision): void {
  const full = new Set<string>();
  for (const one of candidates) if (one.outcome === "out" && one.reasons.some(({ code }) => FULL.has(code))) full.add(one.id);
  if (full.size > 0) impact.breaches++;
  for (const id of full) personOf(impact, id).full++;
}

/** Counts where a lead is in the end, and by which rule. */
export function countLast(impact: Impact, { owner_id, rule_id }: Pick<RouteDecision, "owner_id" | "rule_id">): void {
  impact.rules.set(rule_id, (impact.rules.get(rule_id) ?? 0) + 1);
  if (owner_id === null) impact.unassigned++;
  else personOf(impact, owner_id).got++;
}

/** Notes how many open leads somebody holds, if it is more than ever before. */
export function countOpen(impact: Impact, id: string, open: number): void {
  const person = personOf(impact, id);
  person.most = Math.max(person.most, open);
}
