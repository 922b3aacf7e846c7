import { type RawBuilder, sql } from "kysely";

/** A value of a json column that is text already. */
export class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Rows as a table expression: one array parameter a column, so that the statement is the same however many rows.
 * `columns` maps each column to its PostgreSQL type; values are those of `Value`, dates, or JSON for jsonb columns.
 * Measured for 200 rows of 21 columns: 2.0 ms in the server, json_to_recordset 5.3 ms.
 */
export function rowsOf(rows: readonly object[], columns: Readonly<Record<string, string>>, alias = "x"): RawBuilder<unknown> {
  const names = Object.keys(columns);
  const arrays = names.map((name) => {
    const type = columns[name] as string;
    // JSON text has no control characters: joined by one it needs no quoting, which costs more than anything else here.
    if (type === "jsonb" || type === "json") return sql`string_to_array(${joined(rows, name)}, chr(1), chr(2))::${sql.raw(type)}[]`;
    const literal = arrayLiteral(rows, name);
    // An array of arrays would be flattened: lists travel as text.
    return sql`${literal}::${sql.raw(type.endsWith("[]") ? "text" : type)}[]`;
  });
  const picked = names.map((name) => ((columns[name] as string).endsWith("[]") ? `u."${name}"::${columns[name]} as "${name}"` : `u."${name}"`)).join(", ");
  return sql`(select ${sql.raw(picked)} from unnest(${sql.join(arrays)}) as u(${sql.raw(names.map((n) => `"${n}"`).join(", "))})) as ${sql.raw(alias)}`;
}

const SPECIAL = /["\\]/;

function joined(rows: readonly object[], name: string): string {
  let out = "";
  for (let i = 0; i < rows.length; i++) {
    const value = (rows[i] as Record<string, unknown>)[name];
    if (i > 0) out += "\u0001";
    out += value === null || value === undefined ? "\u0002" : value instanceof JsonText ? value.text : JSON.stringify(value);
  }
  return out;
}

function arrayLiteral(rows: readonly object[], name: string): string {
  let out = "{";
  for (let i = 0; i < rows.length; i++) {
    if (i > 0) out += ",";
    const value = (rows[i] as Record<string, unknown>)[name];
    out += value === null || value === undefined ? "NULL" : quoted(plainText(value));
  }
  return `${out}}`;
}

/** A value other than JSON as PostgreSQL reads it. */
export function plainText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map((v) => (v === null ? "NULL" : quoted(String(v)))).join(",")}}`;
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

const quoted = (value: string): string => `"${SPECIAL.test(value) ? value.replace(/["\\]/g, "\\$&") : value}"`;
