import type { ObjectMeta } from "../api/objects.ts";

/** What a rep looks at first, per standard object. */
const KNOWN: Record<string, string[]> = {
  lead: ["name", "company", "phone", "stage", "grade", "score", "source", "owner_id", "next_step_at", "last_activity_at", "created_at"],
};

/** Columns that differ from their type's usual width. */
export const WIDTHS: Record<string, number> = { grade: 76, score: 76, company: 200 };

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
