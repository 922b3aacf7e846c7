import { type RawBuilder, sql } from "kysely";
import { fieldTypes } from "../language/fields/registry.ts";
import type { FieldDef } from "../language/types.ts";
import { isBuiltIn } from "../objects/catalog.ts";
import { NotFound } from "../refusal.ts";

/** Column → PostgreSQL type of these fields, for `rowsOf`. */
export function columnTypes(fields: readonly FieldDef[]): Record<string, string> {
  return Object.fromEntries(fields.map((f) => [f.key, fieldTypes[f.type].column(f)]));
}

/** A comma-separated list of quoted columns, with an optional prefix such as `x.`. */
export function columnList(fields: readonly FieldDef[], prefix = ""): RawBuilder<unknown> {
  return sql.raw(fields.map((f) => `${prefix}"${f.key}"`).join(", "));
}

/** The table of an object; people and teams are no records and have none: `not_found`. */
export function tableName(object: string): string {
  if (isBuiltIn(object)) throw NotFound({ object });
  return `crm."${object}"`;
}

/** The same inside a statement. */
export const table = (object: string): RawBuilder<unknown> => sql.raw(tableName(object));
