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

/** Observed and expected conversions of a person's mix by one field. */
interface Mix {
  won: number;
  expected: number;
}

/** What is worked out once per set of statistics and strategy. */
interface Prepared {
  /** The company's rate of all. */
  r: number;
  mixes: Map<string, Partial<Record<Similar, Mix>>>;
  rows: WeakMap<Row, (person: string) => MatchRate>;
}
const prepared = new WeakMap<MatchStats, WeakMap<BestMatch, Prepared>>();
const NONE: Tally = { n: 0, won: 0 };

/**
 * How likely each person converts a lead like this one; asked again for the same lead it is known. Per field f with the lead's value v:
 *   company  c = (won_fv + m·r) / (n_fv + m), r the company's rate of all: what is to be expected of such leads from anybody
 *   person   l = (won_p' + m·r) / (E_p' + m·r) of all their other values of f, E_p' what the company would have won of that mix: observed to expected, drawn to 1
 *   both     rate_f = (won_pfv + m·c·l) / (n_pfv + m)
 * and the rate is the mean of rate_f by the weights of likeness. m is the prior in leads. Who has no results of their own stands at
 * the company's mean, and hard leads do not tell against whoever takes them. (Gamma–Poisson shrinkage of a standardised ratio and
 * beta–binomial shrinkage: Gelman et al., Bayesian Data Analysis, 3rd ed., sections 2.6–2.7.)
 */
export function matchRates(stats: MatchStats, strategy: BestMatch, row: Row): (person: string) => MatchRate {
  const ready = prepare(stats, strategy);
  let rates = ready.rows.get(row);
  if (!rates) ready.rows.set(row, (rates = ratesOf(stats, strategy, row, ready)));
  return rates;
}

function prepare(stats: MatchStats, strategy: BestMatch): Prepared {
  let of = prepared.get(stats);
  if (!of) prepared.set(stats, (of = new WeakMap()));
  let ready = of.get(strategy);
  if (!ready) {
    const all = stats.company.get(statKey(ALL, ""));
    of.set(strategy, (ready = { r: all && all.n > 0 ? (all.won + 1) / (all.n + 2) : 0.5, mixes: new Map(), rows: new WeakMap() }));
  }
  return ready;
}

function ratesOf(stats: MatchStats, { prior: m, similar }: BestMatch, row: Row, { r, mixes }: Prepared): (person: string) => MatchRate {
  const fields = SIMILAR.flatMap((field) => {
    const weight = similar[field] ?? 0;
    const value = weight > 0 ? similarValue(row, field) : null;
    return value === null ? [] : [{ field, weight, key: statKey(field, value), expectation: companyRate(stats, statKey(field, value), m, r) }];
  });
  const weights = fields.reduce((sum, { weight }) => sum + weight, 0);
  const known = new Map<string, MatchRate>();
  const rate = (person: string): MatchRate => {
    const own = stats.people.get(person);
    const mine = own?.get(statKey(ALL, "")) ?? NONE;
    if (weights === 0) return { rate: (mine.won + m * r) / (mine.n + m), sample: mine.n, known: mine.n };
    let ofPerson = mixes.get(person);
    if (!ofPerson) mixes.set(person, (ofPerson = {}));
    let rates = 0;
    let sample = 0;
    for (const { field, weight, key, expectation } of fields) {
      const own_fv = own?.get(key) ?? NONE;
      const mix = (ofPerson[field] ??= mixOf(stats, person, field, m, r));
      const lift = (mix.won - own_fv.won + m * r) / (mix.expected - own_fv.n * expectation + m * r);
      rates += weight * ((own_fv.won + m * Math.min(1, expectation * lift)) / (own_fv.n + m));
      sample += weight * own_fv.n;
    }
    return { rate: rates / weights, sample: sample / weights, known: mine.n };
  };
  return (person) => {
    let found = known.get(person);
    if (!found) known.set(person, (found = rate(person)));
    return found;
  };
}

function companyRate(stats: MatchStats, key: string, m: number, r: number): number {
  const { n, won } = stats.company.get(key) ?? NONE;
  return (won + m * r) / (n + m);
}

function mixOf(stats: MatchStats, person: string, field: Similar, m: number, r: number): Mix {
  const mix: Mix = { won: 0, expected: 0 };
  for (const [key, tally] of stats.people.get(person) ?? []) {
    if (!key.startsWith(`${field} `)) continue;
    mix.won += tally.won;
    mix.expected += tally.n * companyRate(stats, key, m, r);
  }
  return mix;
}
