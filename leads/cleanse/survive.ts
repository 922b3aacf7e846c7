import type { Row, Value } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import { DEFAULT_SURVIVORSHIP, type Rule, type Survivorship } from "./merge/survivorship.ts";
import { matchReason } from "./words.ts";

/** What describes the record itself or follows from decisions about it: never taken from another. */
export const OWN: ReadonlySet<string> = new Set([
  "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "owner_id", "pool_id", "stage", "disqualify_reason", "score",
  "grade", "heat", "predicted", "assigned_at", "stage_at", "protected_until", "extended_until", "home_pool_id", "recycle_at", "response_due_at", "times_recycled", "duplicate_of",
  "email_key", "company_key", "name_pinyin", "phone_key", "wechat_key", "search",
]);

/**
 * What changes in a stored lead when an arrival is merged into it, by the organisation's rules of survivorship, and why. The arrival is what
 * changed last. Derived keys follow from the changes when they are written.
 */
export function mergeValues(survivor: Row, arrival: Row, rules: Survivorship = DEFAULT_SURVIVORSHIP): { changes: Row; reasons: Reason[] } {
  const changes: Row = {};
  const reasons: Reason[] = [];
  for (const [field, theirs] of Object.entries(arrival)) {
    if (OWN.has(field) || isEmpty(theirs)) continue;
    const ours = survivor[field] ?? null;
    const merged = isEmpty(ours) ? { value: theirs, because: "filled" as const } : mergeOne(ruleOf(rules, field, survivor, arrival), ours, theirs);
    if (!merged || JSON.stringify(merged.value) === JSON.stringify(ours)) continue;
    changes[field] = merged.value;
    reasons.push(matchReason(merged.because, { field }));
  }
  return { changes, reasons };
}

/** The rule of a field; one that asks for a record is `survivor` unless the arrival is that record. */
function ruleOf(rules: Survivorship, field: string, survivor: Row, arrival: Row): Rule {
  const rule = rules.fields[field] ?? rules.default;
  const rank = (row: Row) => rules.trusted_sources.findIndex((source) => source === row.source || source === row.channel);
  if (rule === "oldest") return arrival.created_at && String(arrival.created_at) < String(survivor.created_at) ? rule : "survivor";
  if (rule !== "trusted") return rule;
  const [ours, theirs] = [rank(survivor), rank(arrival)];
  return theirs >= 0 && (ours < 0 || theirs < ours) ? rule : "survivor";
}

function mergeOne(rule: Rule, ours: Value, theirs: Value): { value: Value; because: Parameters<typeof matchReason>[0] } | null {
  switch (rule) {
    case "survivor": return null;
    case "newest":
    case "oldest":
    case "trusted": return { value: theirs, because: rule };
    case "complete": return lengthOf(theirs) > lengthOf(ours) ? { value: theirs, because: "longest" } : null;
    case "union": return Array.isArray(ours) && Array.isArray(theirs) ? { value: [...new Set([...ours, ...theirs])] as string[], because: "united" } : null;
    case "append": return String(ours).includes(String(theirs)) ? null : { value: `${String(ours)}\n${String(theirs)}`, because: "appended" };
    // Instants are ISO in UTC: the order of the texts is the order of time.
    case "earliest": return String(theirs) < String(ours) ? { value: theirs, because: "earliest" } : null;
    case "latest": return String(theirs) > String(ours) ? { value: theirs, because: "latest" } : null;
    case "either": return theirs === true ? { value: true, because: "either" } : null;
  }
}

/** How much a value says: signs of a text, members of a list. */
export const lengthOf = (value: Value | undefined): number => (Array.isArray(value) ? value.length : [...String(value ?? "")].length);

export function isEmpty(value: Value | undefined): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}
