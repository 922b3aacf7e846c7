import { type RawBuilder, sql } from "kysely";
import { fieldTypes } from "../language/fields/registry.ts";
import type { FieldDef, Row, Value } from "../language/types.ts";
import { invalidField } from "../refusal.ts";
import { column } from "./where.ts";
import type { View } from "./viewer.ts";

export interface SortKey {
  field: FieldDef;
  descending: boolean;
}

/** Reads `-score,created_at`; the default is newest first. Refuses fields that do not exist or have no order. */
export function parseSort(view: View, input: string | readonly string[] | undefined): SortKey[] {
  const words = (typeof input === "string" ? input.split(",") : (input ?? [])).map((w) => w.trim()).filter(Boolean);
  if (words.length === 0) words.push("-created_at");
  if (words.length > 4) throw invalidField("sort", { zh: "最多按 4 个字段排序", en: "Sort by 4 fields at most" });
  return words.map((word) => {
    const descending = word.startsWith("-");
    const key = descending ? word.slice(1) : word;
    const field = view.schema.field(view.object.key, key);
    if (!field || ["json", "file", "multi_choice"].includes(field.type)) {
      throw invalidField("sort", { zh: `不能按「${key}」排序`, en: `Cannot sort by “${key}”` });
    }
    return { field, descending };
  });
}

/** Null is the smallest value in either direction, so that one index (… desc nulls last, id desc) serves both. */
export function orderBy(keys: readonly SortKey[]): RawBuilder<unknown> {
  const parts = keys.map((k) => `${column(k.field.key)} ${k.descending ? "desc nulls last" : "asc nulls first"}`);
  parts.push(`t.id ${keys[0]?.descending ? "desc" : "asc"}`);
  return sql.raw(parts.join(", "));
}

/** The records after a cursor, in this order: stable while rows are being added. */
export function afterCursor(keys: readonly SortKey[], cursor: string): RawBuilder<unknown> {
  const values = decode(cursor, keys.length + 1);
  const last = values[keys.length] as string;
  const idAfter = keys[0]?.descending ? sql`t.id < ${last}::uuid` : sql`t.id > ${last}::uuid`;
  let after = idAfter;
  for (let i = keys.length - 1; i >= 0; i--) {
    const key = keys[i] as SortKey;
    const at = sql.raw(column(key.field.key));
    const value = values[i] ?? null;
    const type = sql.raw(fieldTypes[key.field.type].column(key.field));
    if (value === null) after = key.descending ? sql`(${at} is null and ${after})` : sql`(${at} is not null or (${at} is null and ${after}))`;
    else if (key.descending) after = sql`(${at} < ${value}::${type} or ${at} is null or (${at} = ${value}::${type} and ${after}))`;
    else after = sql`(${at} > ${value}::${type} or (${at} = ${value}::${type} and ${after}))`;
  }
  return after;
}

/** The part of the order that an index can seek: set when the first key alone decides and is never null. */
export function seekCursor(keys: readonly SortKey[], cursor: string): RawBuilder<unknown> | null {
  const key = keys[0];
  if (keys.length !== 1 || !key || !NEVER_NULL.has(key.field.key)) return null;
  const [value, id] = decode(cursor, 2);
  return sql`(t.${sql.ref(key.field.key)}, t.id) ${sql.raw(key.descending ? "<" : ">")} (${value}::timestamptz, ${id}::uuid)`;
}

const NEVER_NULL = new Set(["created_at", "updated_at"]);

export function cursorOf(keys: readonly SortKey[], row: Row): string {
  return Buffer.from(JSON.stringify([...keys.map((k) => row[k.field.key] ?? null), row.id])).toString("base64url");
}

export const BadCursor = () => invalidField("cursor", { zh: "翻页位置无效，请从第一页重新开始", en: "This cursor is not valid; start again from the first page" });

function decode(cursor: string, length: number): Value[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(values) && values.length === length && /^[0-9a-f-]{36}$/.test(String(values[length - 1]))
      && values.every((v) => v === null || ["string", "number", "boolean"].includes(typeof v))) return values as Value[];
  } catch {
    // Falls through to the refusal: a cursor is opaque, whatever is wrong with it.
  }
  throw BadCursor();
}
