import { sql } from "kysely";
import type { House } from "../../../core/ctx.ts";
import { cached } from "../../../core/db/cached.ts";
import type { FieldDef, Row } from "../../../core/language/types.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { publishedPolicies } from "../../../core/policies/published.ts";
import { Frequencies, type FrequencyData } from "../compare/frequencies.ts";
import { comparesOf, fuzzyRule } from "../compare/fuzzy.ts";
import type { FuzzyRules, MatchCandidate, Weighed } from "../match.ts";
import { forArrivals, type MatchPolicy, type MatchRule } from "../policy.ts";
import { type BlockKey, blockKeys } from "./keys.ts";

/** The rules by which arrivals are weighed, compiled; pure. */
export interface Weigher {
  rules: FuzzyRules;
  /** Lead fields that are compared. */
  fields: FieldDef[];
  objects: readonly MatchCandidate["object"][];
  /** The compared values of a record, by rule. */
  prepare(row: Row): Weighed["prepared"];
  /** The same with the keys under which it is filed. */
  weigh(row: Row): Weighed;
}

/** The rules that weigh fields of what arrives; mostly none. */
export const weighing = (policy: MatchPolicy): MatchRule[] => policy.rules.filter((rule) => forArrivals(rule) && (rule.compare?.length ?? 0) > 0);

export function compileWeigher(policy: MatchPolicy, fields: ReadonlyMap<string, FieldDef>, frequencies: Frequencies): Weigher {
  const rules = new Map(weighing(policy).map((rule) => [rule.id, fuzzyRule(rule, comparesOf(rule, fields), frequencies)]));
  const all = [...rules.values()];
  const prepare = (row: Row): Weighed["prepared"] => new Map(all.map((rule) => [rule.rule.id, rule.prepare(row)]));
  return {
    prepare,
    rules,
    fields: [...new Map(all.flatMap((rule) => rule.compares.map(({ field }) => [field.key, field]))).values()],
    objects: (["lead", "contact", "account"] as const).filter((object) => all.some(({ rule }) => rule.against.some((each) => (each === "pool" ? "lead" : each) === object))),
    weigh(row) {
      const prepared = prepare(row);
      const blocks = new Set<BlockKey>();
      for (const rule of all) for (const key of blockKeys(rule.compares, prepared.get(rule.rule.id) ?? [])) blocks.add(key);
      return { blocks: [...blocks], prepared };
    },
  };
}

/** What the keys of a policy are made of. */
export function signatureOf(policy: MatchPolicy, fields: ReadonlyMap<string, FieldDef>): string {
  const weigher = compileWeigher(policy, fields, new Frequencies());
  return JSON.stringify([weigher.objects, [...new Set([...weigher.rules.values()].map((rule) => rule.compares.map(({ field, kind }) => `${field.key} ${kind}`).join(",")))].sort()]);
}

interface Base {
  signature: string;
  ready: boolean;
  frequencies: Frequencies;
}

/** How common values are, as last measured. */
export const matchBase = cached("match-base", async (db): Promise<Base | null> => {
  const { rows } = await sql<{ signature: string; ready: boolean; frequencies: FrequencyData }>`select signature, ready, frequencies from clew.match_base`.execute(db);
  const [base] = rows;
  return base ? { ...base, frequencies: Frequencies.from(base.frequencies) } : null;
});

interface Compiled {
  version: number;
  base: Base;
  fields: ReadonlyMap<string, FieldDef>;
  weigher: Weigher;
}

/** The weigher of the published policy; null when it weighs nothing of what arrives, or the base has not been measured yet. Asks nothing of the database. */
export async function publishedWeigher(house: House): Promise<Weigher | null> {
  const policy = (await publishedPolicies.get(house)).get("match");
  if (!policy || weighing(policy.body as MatchPolicy).length === 0) return null;
  const base = await matchBase.get(house);
  if (!base) return null;
  const fields = (await catalog.get(house)).fields("lead");
  const slot = house.keep<{ now: Compiled | null }>("match-weigher", () => ({ now: null }));
  if (slot.now?.version !== policy.version || slot.now.base !== base || slot.now.fields !== fields) {
    slot.now = { version: policy.version, base, fields, weigher: compileWeigher(policy.body as MatchPolicy, fields, base.frequencies) };
  }
  return slot.now.weigher;
}
