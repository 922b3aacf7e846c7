import { type RawBuilder, sql } from "kysely";
import { fieldTypes } from "../language/fields/registry.ts";
import type { FieldDef } from "../language/types.ts";

/** `x(key type, …)` of json_to_recordset for these fields. */
export function recordset(fields: readonly FieldDef[]): RawBuilder<unknown> {
  return sql.raw(fields.map((f) => `"${f.key}" ${fieldTypes[f.type].column(f)}`).join(", "));
}

/** A comma-separated list of quoted columns, with an optional prefix such as `x.`. */
export function columnList(fields: readonly FieldDef[], prefix = ""): RawBuilder<unknown> {
  return sql.raw(fields.map((f) => `${prefix}"${f.key}"`).join(", "));
}

/** The table of an object. */
export function table(object: string): RawBuilder<unknown> {
  return sql.raw(`crm."${object}"`);
}
