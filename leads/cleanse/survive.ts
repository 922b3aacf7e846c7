import type { Row, Value } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import { matchReason } from "./words.ts";

/**
 * Whose value a merged record keeps. `fill`: the survivor's, the other's where empty. `keep`: the survivor's, even empty.
 * `newest`: of the record changed last. `longest`: the longer text. `other`: the other's, chosen by hand.
 */
export type Survival = "fill" | "keep" | "other" | "newest" | "longest" | "union" | "append" | "earliest" | "latest" | "either";

/** Fields that have a rule of their own; every other one is filled. */
export const DEFAULT_SURVIVAL: Readonly<Record<string, Survival>> = {
  tags: "union", first_response_at: "earliest", last_activity_at: "latest", next_step_at: "earliest", need: "append", note: "append",
  do_not_contact: "either", no_automation: "either",
};

/** What describes the record itself or follows from decisions about it: never taken from another. */
export const OWN: ReadonlySet<string> = new Set([
  "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "owner_id", "pool_id", "stage", "disqualify_reason", "score",
  "grade", "heat", "predicted", "assigned_at", "stage_at", "protected_until", "extended_until", "home_pool_id", "recycle_at", "response_due_at", "times_recycled", "duplicate_of",
  "email_key", "company_key", "name_pinyin", "phone_key", "wechat_key", "search",
]);

/** What changes in the survivor when another record is merged into it, and why. Derived keys follow from the changes when they are written. */
export function mergeValues(survivor: Row, other: Row, strategies: Readonly<Record<string, Survival>> = {}): { changes: Row; reasons: Reason[] } {
  const changes: Row = {};
  const reasons: Reason[] = [];
  const otherIsNewer = String(other.updated_at ?? "") > String(survivor.updated_at ?? "");
  for (const [field, theirs] of Object.entries(other)) {
    if (OWN.has(field) || isEmpty(theirs)) continue;
    const ours = survivor[field] ?? null;
    const merged = mergeOne(strategies[field] ?? DEFAULT_SURVIVAL[field] ?? "fill", ours, theirs, otherIsNewer);
    if (!merged || JSON.stringify(merged.value) === JSON.stringify(ours)) continue;
    changes[field] = merged.value;
    reasons.push(matchReason(merged.because, { field }));
  }
  return { changes, reasons };
}

interface Merged {
  value: Value;
  because: Parameters<typeof matchReason>[0];
}

function mergeOne(strategy: Survival, ours: Value, theirs: Value, otherIsNewer: boolean): Merged | null {
  if (strategy === "keep") return null;
  if (strategy === "other") return { value: theirs, because: "chosen" };
  if (isEmpty(ours)) return { value: theirs, because: "filled" };
  switch (strategy) {
    case "fill": return null;
    case "newest": return otherIsNewer ? { value: theirs, because: "newest" } : null;
    case "longest": return String(theirs).length > String(ours).length ? { value: theirs, because: "longest" } : null;
    case "union": return Array.isArray(ours) && Array.isArray(theirs) ? { value: [...new Set([...ours, ...theirs])] as string[], because: "united" } : null;
    case "append": return String(ours).includes(String(theirs)) ? null : { value: `${String(ours)}\n${String(theirs)}`, because: "appended" };
    // Instants are ISO in UTC: the order of the texts is the order of time.
    case "earliest": return String(theirs) < String(ours) ? { value: theirs, because: "earliest" } : null;
    case "latest": return String(theirs) > String(ours) ? { value: theirs, because: "latest" } : null;
    case "either": return theirs === true ? { value: true, because: "either" } : null;
  }
}

export function isEmpty(value: Value | undefined): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}
