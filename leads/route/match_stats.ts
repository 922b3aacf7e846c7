import type { Row } from "../../core/language/types.ts";
import { type BestMatch, SIMILAR, type Similar } from "./policy.ts";

/** Finished leads: how many, and how many of them converted. */
export interface Tally {
  n: number;
  won: number;
}

/** Finished leads per person, field and value; the grade counts by its letter. */
export interface MatchStats {
  /** `field value` → tally of the whole company. */
  company: ReadonlyMap<string, Tally>;
  /** Person → `field value` → tally. */
  people: ReadonlyMap<string, ReadonlyMap<string, Tally>>;
}

export const NO_STATS: MatchStats = { company: new Map(), people: new Map() };
/** The pseudo field under which all finished leads are counted. */
export const ALL = "all";

export const statKey = (field: string, value: string): string => `${field} ${value}`;

export interface StatRow extends Tally {
  person_id: string;
  field: string;
  value: string;
}

/** Sums rows of people up to the company's; pure. */
export function statsOf(rows: readonly StatRow[]): MatchStats {
  const company = new Map<string, Tally>();
  const people = new Map<string, Map<string, Tally>>();
  for (const { person_id, field, value, n, won } of rows) {
    const key = statKey(field, value);
    const sum = company.get(key) ?? { n: 0, won: 0 };
    company.set(key, { n: sum.n + n, won: sum.won + won });
    let own = people.get(person_id);
    if (!own) people.set(person_id, (own = new Map()));
    own.set(key, { n, won });
  }
  return { company, people };
}

/** A lead's value of a field it may be like others in; null: none. */
export function similarValue(row: Row, field: Similar): string | null {
  const value = row[field];
  if (typeof value !== "string" || value === "") return null;
  return field === "grade" ? value.slice(0, 1) : value;
}

export interface MatchRate {
  /** Expected conversion, 0–1. */
  rate: number;
  /** Finished leads like this one behind it, weighted by likeness. */
  sample: number;
  /** Finished leads of the person in all. */
  known: number;
}

/**
 * How likely somebody converts a lead like this one. Per field f with the lead's value v:
 *   company  c = (won_fv + m·r) / (n_fv + m), r the company's rate of all: what is to be expected of such leads from anybody
 *   person   l = (won_p' + m·r) / (E_p' + m·r) of all their other values of f, E_p' what the company would have won of that mix: observed to expected, drawn to 1
 *   both     rate_f = (won_pfv + m·c·l) / (n_pfv + m)
 * and the rate is the mean of rate_f by the weights of likeness. m is the prior in leads. Who has no results of their own stands at
 * the company's mean, and hard leads do not tell against whoever takes them. (Gamma–Poisson shrinkage of a standardised ratio and
 * beta–binomial shrinkage: Gelman et al., Bayesian Data Analysis, 3rd ed., sections 2.6–2.7.)
 */
export function matchRate(stats: MatchStats, strategy: BestMatch, person: string, row: Row): MatchRate {
  const { prior: m, similar } = strategy;
  const own = stats.people.get(person);
  const all = stats.company.get(statKey(ALL, ""));
  const r = all && all.n > 0 ? (all.won + 1) / (all.n + 2) : 0.5;
  const mine = own?.get(statKey(ALL, "")) ?? { n: 0, won: 0 };
  let weights = 0;
  let rates = 0;
  let sample = 0;
  for (const field of SIMILAR) {
    const weight = similar[field] ?? 0;
    const value = weight > 0 ? similarValue(row, field) : null;
    if (value === null) continue;
    const key = statKey(field, value);
    const expectation = companyRate(stats, key, m, r);
    const own_fv = own?.get(key) ?? { n: 0, won: 0 };
    const mix = mixOf(stats, person, field, m, r);
    const lift = (mix.won - own_fv.won + m * r) / (mix.expected - own_fv.n * expectation + m * r);
    const before = Math.min(1, expectation * lift);
    weights += weight;
    rates += weight * ((own_fv.won + m * before) / (own_fv.n + m));
    sample += weight * own_fv.n;
  }
  if (weights === 0) return { rate: (mine.won + m * r) / (mine.n + m), sample: mine.n, known: mine.n };
  return { rate: rates / weights, sample: sample / weights, known: mine.n };
}

function companyRate(stats: MatchStats, key: string, m: number, r: number): number {
  const { n, won } = stats.company.get(key) ?? { n: 0, won: 0 };
  return (won + m * r) / (n + m);
}

interface Mix {
  won: number;
  expected: number;
}
const mixes = new WeakMap<MatchStats, Map<string, Mix>>();

/** Observed and expected conversions of a person's mix by one field; worked out once per set of statistics. */
function mixOf(stats: MatchStats, person: string, field: string, m: number, r: number): Mix {
  let known = mixes.get(stats);
  if (!known) mixes.set(stats, (known = new Map()));
  const name = `${person} ${field} ${m}`;
  let mix = known.get(name);
  if (!mix) {
    mix = { won: 0, expected: 0 };
    for (const [key, tally] of stats.people.get(person) ?? []) {
      if (!key.startsWith(`${field} `)) continue;
      mix.won += tally.won;
      mix.expected += tally.n * companyRate(stats, key, m, r);
    }
    known.set(name, mix);
  }
  return mix;
}
