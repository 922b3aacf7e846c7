import type { Condition, FieldDef, Filter, FilterEnv, Schema } from "../types.ts";
import { fieldTypes } from "../fields/registry.ts";
import { foldCase } from "../text.ts";
import { fieldAt } from "./path.ts";
import { dateBounds, instantBounds } from "./range.ts";
import { resolveId, resolveIds } from "./viewer.ts";

/** A boolean SQL expression in parentheses, with `$n` placeholders and nothing of the filter's values in its text. */
export interface SqlFilter {
  text: string;
  params: unknown[];
}

type Bind = (value: unknown, type: string) => string;

/** Values of these types hold no capital letters, so that plain indexes serve their searches. */
const LOWER_CASE = new Set(["phone", "email"]);
const ORDERS: Record<string, string> = { gt: ">", gte: ">=", lt: "<", lte: "<=" };

/**
 * A parsed filter as SQL for PostgreSQL 15+. `column` gives the expression of a path: a column, an alias of a join or a
 * scalar sub-select. Placeholders count from `start`. Throws Error (a bug) for a field that does not exist.
 */
export function filterToSql(
  filter: Filter, object: string, schema: Schema, env: FilterEnv, column: (path: string) => string, start = 1,
): SqlFilter {
  const params: unknown[] = [];
  const bind: Bind = (value, type) => `$${start - 1 + params.push(value)}::${type}`;

  function write(node: Filter): string {
    if ("all" in node) return node.all.length === 0 ? "true" : `(${node.all.map(write).join(" and ")})`;
    if ("any" in node) return node.any.length === 0 ? "false" : `(${node.any.map(write).join(" or ")})`;
    if ("not" in node) return `(${write(node.not)} is not true)`;
    const field = fieldAt(node.field, object, schema);
    if (!field) throw new Error(`filter on ${object}.${node.field}, which does not exist`);
    return `(${writeCondition(node, field, column(node.field), env, bind)})`;
  }

  return { text: write(filter), params };
}

function writeCondition({ op, value }: Condition, field: FieldDef, column: string, env: FilterEnv, bind: Bind): string {
  const { kind } = fieldTypes[field.type];
  switch (op) {
    case "empty": return writeEmpty(kind, column);
    case "not_empty": return writeFilled(kind, column);
    case "is": return kind === "set" ? sameSet(column, value, bind) : equal(column, "=", field, value, env, bind);
    case "not": return kind === "set" ? `(${sameSet(column, value, bind)}) is not true` : equal(column, "is distinct from", field, value, env, bind);
    case "in": return among(column, field, value, env, bind);
    case "not_in": return `(${among(column, field, value, env, bind)}) is not true`;
    case "contains":
      if (kind === "set") return `${column} @> ${bind([value], "text[]")}`;
      return like(column, field, `%${escapeLike(foldCase(String(value)))}%`, bind);
    case "starts_with": return like(column, field, `${escapeLike(foldCase(String(value)))}%`, bind);
    case "under": return under(column, field, value, env, bind);
    case "before": case "after": case "within": return range(op, column, field, value, env, bind);
    case "gt": case "gte": case "lt": case "lte": case "between":
      return kind === "date" || kind === "time" ? range(op, column, field, value, env, bind) : order(op, column, field, value, bind);
  }
}

function writeEmpty(kind: string, column: string): string {
  if (kind === "set") return `${column} is null or ${column} = '{}'::text[]`;
  return kind === "json" ? `${column} is null or ${column} = '[]'::jsonb` : `${column} is null`;
}

function writeFilled(kind: string, column: string): string {
  if (kind === "set") return `${column} <> '{}'::text[]`;
  return kind === "json" ? `${column} <> '[]'::jsonb` : `${column} is not null`;
}

function castOf(field: FieldDef): string {
  const { kind } = fieldTypes[field.type];
  return { text: "text", number: "numeric", boolean: "boolean", time: "timestamptz", date: "date", set: "text", id: "uuid", json: "jsonb" }[kind];
}

/** "@me" stands for nobody when there is no viewer: equal to nothing, different from everything. */
function equal(column: string, operator: "=" | "is distinct from", field: FieldDef, value: unknown, env: FilterEnv, bind: Bind): string {
  const operand = castOf(field) === "uuid" ? resolveId(value, env) : value;
  return operand === undefined ? String(operator !== "=") : `${column} ${operator} ${bind(operand, castOf(field))}`;
}

function sameSet(column: string, value: unknown, bind: Bind): string {
  const set = bind(value, "text[]");
  return `${column} @> ${set} and ${column} <@ ${set}`;
}

function among(column: string, field: FieldDef, value: unknown, env: FilterEnv, bind: Bind): string {
  const values = value as unknown[];
  const list = bind(castOf(field) === "uuid" ? resolveIds(values, env) : values, `${castOf(field)}[]`);
  return field.type === "multi_choice" ? `${column} && ${list}` : `${column} = any(${list})`;
}

/** Case counts for nothing in A–Z only: `lower` under collation "C" is the one that memory can repeat exactly. */
function like(column: string, field: FieldDef, pattern: string, bind: Bind): string {
  const text = `${column} collate "C"`;
  return `${LOWER_CASE.has(field.type) ? text : `lower(${text})`} like ${bind(pattern, "text")}`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

function under(column: string, field: FieldDef, value: unknown, env: FilterEnv, bind: Bind): string {
  if (field.type === "team") {
    const team = resolveId(value, env);
    return `${column} = any(${bind(team === undefined ? [] : [...env.teamsUnder(team)], "uuid[]")})`;
  }
  const inside = bind(`${escapeLike(String(value))}/%`, "text");
  return `${column} = ${bind(value, "text")} or ${column} collate "C" like ${inside}`;
}

function range(op: Condition["op"], column: string, field: FieldDef, value: unknown, env: FilterEnv, bind: Bind): string {
  const { from, to } = (field.type === "date" ? dateBounds : instantBounds)(op, value, env);
  const parts = [];
  if (from !== undefined) parts.push(`${column} >= ${bind(from, castOf(field))}`);
  if (to !== undefined) parts.push(`${column} < ${bind(to, castOf(field))}`);
  return parts.join(" and ");
}

function order(op: string, column: string, field: FieldDef, value: unknown, bind: Bind): string {
  const text = castOf(field) === "text";
  const left = text ? `${column} collate "C"` : column;
  if (op !== "between") return `${left} ${ORDERS[op]} ${bind(value, castOf(field))}`;
  const [first, last] = value as unknown[];
  return `${left} >= ${bind(first, castOf(field))} and ${left} <= ${bind(last, castOf(field))}`;
}
