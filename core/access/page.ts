import { z } from "zod";
import { Invalid } from "../refusal.ts";

/** Query of a list: ids are time-ordered, so the last one seen is a cursor that stays right while rows are added. */
export const pageInput = { limit: z.coerce.number().int().min(1).max(1000).default(50), cursor: z.string().max(200).optional() };

/** One page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}

/** Splits off the row that was read beyond the page; `key` is what the list is ordered by. */
export function cutPage<T>(rows: T[], limit: number, key: (row: T) => string): { items: T[]; next_cursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next_cursor: rows.length > limit && last ? Buffer.from(key(last)).toString("base64url") : null };
}

/** The id a cursor stands for; null at the start. Throws Invalid for anything that no list gave out. */
export function afterId(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const id = Buffer.from(cursor, "base64url").toString();
  if (!z.uuid().safeParse(id).success) throw Invalid({}, [{ path: "cursor", message: { zh: "分页游标无效", en: "Not a cursor of this list" } }]);
  return id;
}
