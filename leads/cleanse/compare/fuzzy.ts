import type { FieldDef, Row } from "../../../core/language/types.ts";
import type { Reason } from "../../../core/policies/reason.ts";
import { leadObject } from "../../lead.object.ts";
import { CERTAINTY, type Comparison, type MatchRule, OWN_FIELDS } from "../policy.ts";
import { matchReason } from "../words.ts";
import type { Compared, Comparer } from "./compared.ts";
import { type About, aboutOf, type ComparerName, comparerOf, comparers } from "./fields.ts";
import type { Frequencies } from "./frequencies.ts";
import { bitsOf, overlapping, probability } from "./weight.ts";

/** A field of a rule, ready to compare. */
export interface Compare {
  field: FieldDef;
  kind: ComparerName;
  comparer: Comparer;
  about: About;
  comparison: Comparison;
  /** One of the fields of which at least one must agree. */
  telling: boolean;
}

/** A record with every compared value prepared; null where it has none. */
export type Prepared = readonly unknown[];

export interface Likeness {
  /** Probability of a match, 0 to 1. */
  score: number;
  reasons: Reason[];
}

export interface FuzzyRule {
  rule: MatchRule;
  compares: readonly Compare[];
  prepare(row: Row): Prepared;
  /** Null when it is no match by this rule. */
  likeness(a: Prepared, b: Prepared): Likeness | null;
}

/** Fields that every organisation has; all others are its own. */
const STANDARD: ReadonlySet<string> = new Set(["id", "created_at", "created_by", "updated_at", "updated_by", "owner_id", "version", ...leadObject.fields.map((field) => field.key)]);

/** The lead fields a rule compares: own fields take the comparer of their type. Fields that are gone say nothing. */
export function comparesOf(rule: MatchRule, fields: ReadonlyMap<string, FieldDef>): Compare[] {
  const named = new Set(rule.compare?.map((each) => each.field));
  const found: Compare[] = [];
  const add = (field: FieldDef | undefined, comparison: Comparison, telling: boolean) => {
    const kind = field && !field.retired && !field.internal ? (comparison.as ?? comparerOf(field, STANDARD.has(field.key))) : null;
    if (!field || !kind) return;
    found.push({ field, kind, comparer: comparers[kind], about: aboutOf(field, STANDARD.has(field.key)), comparison, telling });
  };
  for (const comparison of rule.compare ?? []) {
    if (comparison.field !== OWN_FIELDS) add(fields.get(comparison.field), comparison, rule.one_of?.includes(comparison.field) ?? false);
    else {
      for (const field of fields.values()) {
        // A choice tells a kind of customer, not a customer.
        if (STANDARD.has(field.key) || named.has(field.key) || field.type === "choice" || field.type === "person" || field.type === "link") continue;
        add(field, comparison, (rule.one_of?.includes(OWN_FIELDS) ?? false) && aboutOf(field, false) !== "place");
      }
    }
  }
  return found;
}

/** A rule that weighs fields, compiled for a base. */
export function fuzzyRule(rule: MatchRule, compares: readonly Compare[], frequencies: Frequencies): FuzzyRule {
  const counts = compares.map((each) => frequencies.of(each.field.key, each.kind));
  // A rule whose every field must agree needs no weighing.
  const all = rule.certainty === undefined && compares.every((each) => each.comparison.required);
  const certainty = all ? 0 : (rule.certainty ?? CERTAINTY);
  const asked = (rule.one_of?.length ?? 0) > 0;
  return {
    rule, compares,
    prepare: (row) => compares.map((each) => (row[each.field.key] === null || row[each.field.key] === undefined ? null : each.comparer.prepare(row[each.field.key]))),
    likeness(a, b) {
      if (compares.length === 0) return null;
      const results: (Compared | null)[] = new Array(compares.length);
      let bits = 0;
      let told = !asked;
      const places: number[] = [];
      for (let i = 0; i < compares.length; i++) {
        const each = compares[i] as Compare;
        const found = a[i] === null || b[i] === null ? null : each.comparer.compare(a[i], b[i]);
        results[i] = found;
        const agrees = found !== null && agreed(found, each.comparison);
        if (each.comparison.required && !agrees) return null;
        if (!found) continue;
        if (agrees && each.telling) told = true;
        const parts = agrees || each.comparison.how === "fuzzy" ? found.parts : found.parts.map((part) => ({ ...part, similarity: 0 }));
        const weights = parts.map((part) => bitsOf(part, each.comparer, counts[i] as (piece: string) => number) * each.comparison.weight);
        const field = each.kind === "address" ? overlapping(weights) : weights.reduce((sum, one) => sum + one, 0);
        if (each.about === "place") places.push(field);
        else bits += field;
      }
      if (!told) return null;
      const score = all ? meanLikeness(results) : probability(bits + overlapping(places), frequencies.size);
      if (score < certainty) return null;
      return { score, reasons: reasonsOfPair(compares, results) };
    },
  };
}

function meanLikeness(results: readonly (Compared | null)[]): number {
  const found = results.filter((each) => each !== null);
  return found.reduce((sum, each) => sum + each.similarity, 0) / found.length;
}

function agreed(found: Compared, { how, threshold }: Comparison): boolean {
  if (how === "exact") return found.similarity === 1;
  if (how === "pinyin_equal") return found.how === "equal" || found.how === "sounds";
  return found.similarity >= threshold;
}

/** What agrees first, what speaks against it behind; likeness in whole percent. */
function reasonsOfPair(compares: readonly Compare[], results: readonly (Compared | null)[]): Reason[] {
  const reasons = compares.flatMap((each, i) => {
    const found = results[i];
    if (!found) return [];
    const facts = { key: each.field.key, field: each.field.label, percent: Math.round(found.similarity * 100) };
    const code = found.similarity === 1 ? "field_equal" : found.similarity < each.comparer.floor ? "field_differs" : found.how === "sounds" ? "field_sounds" : found.how === "swapped" ? "field_swapped" : found.how === "nickname" ? "field_nickname" : "field_alike";
    return [matchReason(code, facts)];
  });
  return reasons.sort((x, y) => Number(y.facts.percent) - Number(x.facts.percent));
}
