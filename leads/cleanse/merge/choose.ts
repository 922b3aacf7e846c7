import type { Row, Value } from "../../../core/language/types.ts";
import { isEmpty, lengthOf, OWN } from "../survive.ts";
import type { Rule, Survivorship } from "./survivorship.ts";

/** A value chosen by hand: of one of the records, or typed. */
export type Wish = { of: string } | { value: Value };

export type Because = Rule | "filled" | "kept" | "chosen" | "typed";

/** What a field of the merged record becomes, why, and what each other record did to it. */
export interface Choice {
  field: string;
  value: Value;
  /** The record whose value it is; null when it is of several, or typed. */
  from: string | null;
  because: Because;
  steps: Step[];
}

export interface Step {
  other: string;
  from: Value;
  to: Value;
  /** The value is the other's alone: it goes back with it, edits included. */
  whole: boolean;
}

/** Decides for every field whose value a merged record keeps: by hand, else by the rules of survivorship. Pure; records in the order given. */
export function chooseValues(survivor: Row, others: readonly Row[], wishes: Readonly<Record<string, Wish>>, rules: Survivorship): Choice[] {
  return Object.keys(survivor).filter((field) => !OWN.has(field)).map((field): Choice => {
    const wish = wishes[field];
    if (wish && "value" in wish) return typed(field, survivor, others, wish.value);
    if (wish) return single(field, survivor, [survivor, ...others].find((row) => row.id === wish.of) ?? survivor, "chosen");
    const rule = rules.fields[field] ?? rules.default;
    if (TOGETHER.has(rule)) return together(field, survivor, others, rule);
    const ours = survivor[field] ?? null;
    const best = pick(rule, field, [survivor, ...others].filter((row) => !isEmpty(row[field])), rules);
    return single(field, survivor, best ?? survivor, isEmpty(ours) ? "filled" : rule === "survivor" ? "kept" : rule);
  });
}

const TOGETHER: ReadonlySet<Rule> = new Set<Rule>(["union", "append", "earliest", "latest", "either"]);

function typed(field: string, survivor: Row, others: readonly Row[], value: Value): Choice {
  const from = survivor[field] ?? null;
  const last = others.at(-1)?.id as string;
  return { field, value, from: null, because: "typed", steps: equal(from, value) ? [] : [{ other: last, from, to: value, whole: false }] };
}

function single(field: string, survivor: Row, of: Row, because: Because): Choice {
  const [from, to] = [survivor[field] ?? null, of[field] ?? null];
  const changed = of.id !== survivor.id && !equal(from, to);
  return { field, value: to, from: of.id as string, because: changed || because === "chosen" ? because : "kept", steps: changed ? [{ other: of.id as string, from, to, whole: true }] : [] };
}

function pick(rule: Rule, field: string, rows: readonly Row[], rules: Survivorship): Row | undefined {
  // The first of equals wins: the survivor stands first.
  const best = (better: (one: Row, than: Row) => boolean) => rows.reduce<Row | undefined>((found, row) => (found === undefined || better(row, found) ? row : found), undefined);
  const rank = (row: Row) => {
    const place = rules.trusted_sources.findIndex((source) => source === row.source || source === row.channel);
    return place < 0 ? Infinity : place;
  };
  switch (rule) {
    case "newest": return best((one, than) => String(one.updated_at) > String(than.updated_at));
    case "oldest": return best((one, than) => String(one.created_at) < String(than.created_at));
    case "complete": return best((one, than) => lengthOf(one[field]) > lengthOf(than[field]));
    case "trusted": return best((one, than) => rank(one) < rank(than));
    default: return rows[0];
  }
}

function together(field: string, survivor: Row, others: readonly Row[], rule: Rule): Choice {
  const steps: Step[] = [];
  let value = survivor[field] ?? null;
  for (const other of others) {
    const theirs = other[field] ?? null;
    if (isEmpty(theirs)) continue;
    const to = isEmpty(value) ? theirs : add(rule, value, theirs);
    if (equal(value, to)) continue;
    // Moments follow from activities, which go back by themselves.
    steps.push({ other: other.id as string, from: value, to, whole: isEmpty(value) && (rule === "union" || rule === "append") });
    value = to;
  }
  const [first] = steps;
  if (steps.length > 1) for (const step of steps) step.whole = false;
  const alone = steps.length === 1 && isEmpty(survivor[field]);
  return { field, value, from: alone ? (first?.other ?? null) : steps.length === 0 ? (survivor.id as string) : null, because: steps.length === 0 ? "kept" : alone ? "filled" : rule, steps };
}

function add(rule: Rule, ours: Value, theirs: Value): Value {
  switch (rule) {
    case "union": return Array.isArray(ours) && Array.isArray(theirs) ? ([...new Set([...ours, ...theirs])] as string[]) : ours;
    case "append": return String(ours).includes(String(theirs)) ? ours : `${String(ours)}\n${String(theirs)}`;
    // Instants are ISO in UTC: the order of the texts is the order of time.
    case "earliest": return String(theirs) < String(ours) ? theirs : ours;
    case "latest": return String(theirs) > String(ours) ? theirs : ours;
    default: return theirs === true ? true : ours;
  }
}

export const equal = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b);
