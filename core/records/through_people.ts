import type { Directory } from "../access/directory.ts";
import { matches } from "../language/filter/matches.ts";
import type { Condition, Filter, FilterEnv, Row, Schema } from "../language/types.ts";

/**
 * Turns conditions on a person or team behind a field ("owner_id.team_id under …") into a plain list of ids, by asking the
 * directory in memory: the database then needs nothing but the index on the field itself.
 */
export function throughPeople(filter: Filter, object: string, schema: Schema, people: Directory, env: FilterEnv): Filter {
  if ("all" in filter) return { all: filter.all.map((f) => throughPeople(f, object, schema, people, env)) };
  if ("any" in filter) return { any: filter.any.map((f) => throughPeople(f, object, schema, people, env)) };
  if ("not" in filter) return { not: throughPeople(filter.not, object, schema, people, env) };
  const dot = filter.field.indexOf(".");
  if (dot < 0) return filter;
  const head = filter.field.slice(0, dot);
  const type = schema.field(object, head)?.type;
  if (type !== "person" && type !== "team") return filter;
  const inner: Condition = { ...filter, field: filter.field.slice(dot + 1) };
  const rows: Iterable<[string, object]> = type === "person" ? people.people : people.teams;
  const ids: string[] = [];
  for (const [id, row] of rows) {
    const flat = { ...row } as Row;
    const team = type === "person" && typeof flat.team_id === "string" ? people.teams.get(flat.team_id) : undefined;
    if (team) for (const [key, value] of Object.entries(team)) flat[`team_id.${key}`] = value as Row[string];
    if (matches(inner, flat, env)) ids.push(id);
  }
  const those: Filter = { field: head, op: "in", value: ids };
  return matches(inner, {}, env) ? { any: [those, { field: head, op: "empty" }] } : those;
}
