import type { ObjectMeta } from "../api/objects.ts";

/** What a rep looks at first, per standard object. */
const KNOWN: Record<string, string[]> = {
  lead: ["name", "company", "phone", "stage", "score", "grade", "heat", "source", "owner_id", "response_due_at", "next_step_at", "created_at"],
  opportunity: ["name", "account_id", "amount", "stage", "close_date", "owner_id", "created_at"],
  account: ["name", "industry", "province", "city", "phone", "owner_id", "created_at"],
  contact: ["name", "account_id", "phone", "email", "job_title", "owner_id", "created_at"],
  activity: ["summary", "kind", "outcome", "lead_id", "happened_at", "owner_id"],
};

const cache = new WeakMap<ObjectMeta, string[]>();

/** The columns of a list nobody has arranged: the known ones, else the title and the first few fields. */
export function usualColumns(object: ObjectMeta): string[] {
  const known = KNOWN[object.key] ?? cache.get(object);
  if (known) return known;
  const first = object.fields.filter((field) => !field.internal && !field.retired && !["json", "long_text", "file"].includes(field.type) && !["id", "version", "created_by", "updated_by", "updated_at"].includes(field.key));
  const columns = [...new Set([object.title, ...first.slice(0, 9).map((field) => field.key), "owner_id", "created_at"])];
  cache.set(object, columns);
  return columns;
}
