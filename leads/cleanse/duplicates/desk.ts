import type { FieldDef, Row } from "../../../core/language/types.ts";
import type { Reason } from "../../../core/policies/reason.ts";
import { type BlockKey, blockKey, blockKeys } from "../blocking/keys.ts";
import { comparesOf, type FuzzyRule, fuzzyRule, type Prepared } from "../compare/fuzzy.ts";
import type { Frequencies } from "../compare/frequencies.ts";
import { EVIDENCE, type Keys } from "../match.ts";
import { forDesk, type MatchPolicy, type MatchRule } from "../policy.ts";
import { storedKeys } from "../stored_keys.ts";
import { matchReason } from "../words.ts";

/** A lead ready to be compared with others. */
export interface Ready {
  id: string;
  keys: Keys;
  created: number;
  productLine: string | null;
  /** By fuzzy rule. */
  prepared: readonly Prepared[];
}

export interface Likely {
  score: number;
  rule_id: string;
  reasons: Reason[];
}

/** What a search of the whole base does with single leads and pairs; pure. */
export interface Desk {
  /** Columns a lead is loaded with. */
  fields: FieldDef[];
  ready(row: Row): Ready;
  keys(lead: Ready): BlockKey[];
  /** By the first rule that finds them the same; null when none does. */
  compare(a: Ready, b: Ready): Likely | null;
}

const NEEDED = ["id", "created_at", "product_line", "phone_key", "email_key", "wechat_key", "credit_code", "company_key", "name_pinyin"];
const DAY = 86_400_000;

/** The lead fields that the desk's rules look at. */
export function deskFields(policy: MatchPolicy, fields: ReadonlyMap<string, FieldDef>): FieldDef[] {
  const wanted = new Set([...NEEDED, ...policy.rules.filter(forDesk).flatMap((rule) => comparesOf(rule, fields).map((each) => each.field.key))]);
  return [...wanted].flatMap((key) => fields.get(key) ?? []);
}

/** The desk's rules compiled for a base. */
export function compileDesk(policy: MatchPolicy, fields: ReadonlyMap<string, FieldDef>, frequencies: Frequencies): Desk {
  const rules = policy.rules.filter((rule) => forDesk(rule) && (rule.against.includes("lead") || rule.against.includes("pool")));
  const fuzzy = rules.map((rule): FuzzyRule | null => (rule.compare?.length ? fuzzyRule(rule, comparesOf(rule, fields), frequencies) : null));
  const weighed = fuzzy.filter((rule) => rule !== null);
  // A number, address or code that is weighed meets by itself already.
  const meets = new Set<string>(weighed.flatMap((rule) => rule.compares.map((each) => each.field.key)).filter((key) => key !== "company"));
  const exactKeys = [...new Set(rules.flatMap((rule) => rule.keys))].filter((key) => !meets.has(key));
  return {
    fields: deskFields(policy, fields),
    ready: (row) => ({ id: row.id as string, keys: storedKeys(row), created: Date.parse(String(row.created_at)), productLine: (row.product_line as string | null) ?? null, prepared: weighed.map((rule) => rule.prepare(row)) }),
    keys(lead) {
      const found = new Set<BlockKey>();
      for (const key of exactKeys) if (lead.keys[key]) found.add(blockKey(`=${key}:${lead.keys[key]}`));
      weighed.forEach((rule, i) => {
        for (const key of blockKeys(rule.compares, lead.prepared[i] as Prepared)) found.add(key);
      });
      return [...found];
    },
    compare(a, b) {
      let at = 0;
      for (const [i, rule] of rules.entries()) {
        const weigher = fuzzy[i];
        const place = weigher ? at++ : -1;
        if (!concerns(rule, a, b)) continue;
        const equal = rule.keys.filter((key) => a.keys[key] && a.keys[key] === b.keys[key]);
        if (equal.length > 0) return { score: 1, rule_id: rule.id, reasons: equal.map((key) => matchReason(EVIDENCE[key])) };
        const found = weigher ? weigher.likeness(a.prepared[place] as Prepared, b.prepared[place] as Prepared) : null;
        if (found) return { ...found, rule_id: rule.id };
      }
      return null;
    },
  };
}

function concerns(rule: MatchRule, a: Ready, b: Ready): boolean {
  if (rule.window_days !== null && Math.abs(a.created - b.created) > rule.window_days * DAY) return false;
  return !rule.same_product_line || a.productLine === null || b.productLine === null || a.productLine === b.productLine;
}
