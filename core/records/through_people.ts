import type { Directory, DirectoryPerson, DirectoryTeam } from "../access/directory.ts";
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
  const ids = (type === "person" ? [...people.people.values()].map((p) => personRow(p, people)) : [...people.teams.values()].map(teamRow))
    .filter((row) => matches(inner, row, env)).map((row) => row.id as string);
  const those: Filter = { field: head, op: "in", value: ids };
  return matches(inner, {}, env) ? { any: [those, { field: head, op: "empty" }] } : those;
}

/** A person as the filter language sees one, with the fields of their team behind "team_id.". */
function personRow(person: DirectoryPerson, people: Directory): Row {
  const team = person.teamId ? people.teams.get(person.teamId) : undefined;
  const row: Row = { id: person.id, name: person.name, email: person.email, role: person.role, team_id: person.teamId, status: person.status };
  if (team) for (const [key, value] of Object.entries(teamRow(team))) row[`team_id.${key}`] = value;
  return row;
}

const teamRow = (team: DirectoryTeam): Row => ({ id: team.id, name: team.name, parent_id: team.parentId });
