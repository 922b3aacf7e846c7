import { sql } from "kysely";
import type { Actor, Db, Locale, RoleGrants } from "../ctx.ts";
import { cached } from "../db/cached.ts";
import type { Filter } from "../language/types.ts";
import type { Text } from "../refusal.ts";
import type { Cover } from "./people/cover.ts";
import type { Shifts } from "./people/shifts.ts";
import { scopeOf } from "./rights.ts";

export interface DirectoryPerson {
  id: string;
  name: string;
  email: string;
  role: string;
  teamId: string | null;
  status: "active" | "inactive";
  locale: Locale | null;
  territories: string[];
  skills: string[];
  capOpen: number | null;
  capDaily: number | null;
  /** Open leads per letter of the grade that rules may give; not named: no limit. */
  capGrades: Record<string, number>;
  /** Own weekly windows; null: the company's hours. */
  shifts: Shifts | null;
  /** Absences, ISO instants, in order, and who covers. */
  leave: { from: string; to: string; cover: Cover | null }[];
}

export interface DirectoryTeam {
  id: string;
  name: string;
  parentId: string | null;
  managerId: string | null;
}

export interface DirectoryRole {
  key: string;
  label: Text;
  grants: RoleGrants;
}

/** Everybody and their place in the organisation, inactive people included: records keep their owners. */
export interface Directory {
  people: ReadonlyMap<string, DirectoryPerson>;
  teams: ReadonlyMap<string, DirectoryTeam>;
  roles: ReadonlyMap<string, DirectoryRole>;
  /** API key → the person who made it, for whom it acts where its scope is smaller than all. */
  keyMakers: ReadonlyMap<string, string>;
  /** The team itself and every team below it. */
  teamsUnder(teamId: string): readonly string[];
  /** People of the team and of every team below it. */
  peopleUnder(teamId: string): readonly string[];
  /** People directly in the team. */
  peopleIn(teamId: string): readonly string[];
  /** The nearest active manager of a team at or above the person's own who is somebody else. */
  managerOf(personId: string): string | null;
}

/** The directory of this process. Whoever writes people, teams, roles, leave or keys calls `directory.changed`. */
export const directory = cached<Directory>("access.directory", loadDirectory);

/** The people whose records of an object somebody may see; null for everybody's. */
export function ownersInScope(actor: Actor, object: string, from: Directory): string[] | null {
  const scope = scopeOf(actor, object);
  if (scope === "all") return null;
  const person = actor.kind === "key" ? from.keyMakers.get(actor.id) : actor.kind === "person" ? actor.id : undefined;
  if (scope === "none" || !person) return [];
  if (scope === "own") return [person];
  const teams = [...from.teams.values()].filter((team) => team.id === actor.teamId || team.managerId === person);
  const people = teams.flatMap((team) => (scope === "team" ? from.peopleIn(team.id) : from.peopleUnder(team.id)));
  return [...new Set([person, ...people])];
}

/** What limits a list to somebody's scope: null for all records, else a filter on their owner. People and teams are not scoped. */
export function scopeFilter(actor: Actor, object: string, from: Directory): Filter | null {
  if (object === "person" || object === "team") return null;
  const owners = ownersInScope(actor, object, from);
  if (owners === null) return null;
  if (owners.length === 0) return NOTHING;
  return owners.length === 1 ? { field: "owner_id", op: "is", value: owners[0] } : { field: "owner_id", op: "in", value: owners };
}

/** A filter that no record passes, whatever an empty list means to whoever reads it. */
const NOTHING: Filter = { all: [{ field: "owner_id", op: "empty" }, { field: "owner_id", op: "not_empty" }] };

/** Builds the directory from its rows; pure. */
export function buildDirectory(rows: { people: DirectoryPerson[]; teams: DirectoryTeam[]; roles: DirectoryRole[]; keys: { id: string; maker: string }[] }): Directory {
  const people = new Map(rows.people.map((person) => [person.id, person]));
  const teams = new Map(rows.teams.map((team) => [team.id, team]));
  const children = grouped(rows.teams, (team) => team.parentId);
  const members = grouped(rows.people, (person) => person.teamId);
  const under = new Map<string, string[]>();

  function teamsUnder(id: string): readonly string[] {
    let ids = under.get(id);
    if (ids) return ids;
    const found = new Set([id]);
    for (const team of found) for (const child of children.get(team) ?? []) found.add(child);
    under.set(id, (ids = [...found]));
    return ids;
  }

  function managerOf(personId: string): string | null {
    const seen = new Set<string>();
    for (let id = people.get(personId)?.teamId ?? null; id && !seen.has(id); id = teams.get(id)?.parentId ?? null) {
      seen.add(id);
      const manager = teams.get(id)?.managerId;
      if (manager && manager !== personId && people.get(manager)?.status === "active") return manager;
    }
    return null;
  }

  const peopleIn = (id: string): readonly string[] => members.get(id) ?? [];
  return {
    people, teams, teamsUnder, managerOf, peopleIn,
    roles: new Map(rows.roles.map((role) => [role.key, role])),
    keyMakers: new Map(rows.keys.map((key) => [key.id, key.maker])),
    peopleUnder: (id) => teamsUnder(id).flatMap(peopleIn),
  };
}

function grouped<T extends { id: string }>(rows: T[], by: (row: T) => string | null): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const row of rows) {
    const key = by(row);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), row.id]);
  }
  return groups;
}

async function loadDirectory(db: Db): Promise<Directory> {
  const { rows } = await sql<{ people: DirectoryPerson[]; teams: DirectoryTeam[]; roles: DirectoryRole[]; keys: { id: string; maker: string }[] }>`
    select
      (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'email', p.email, 'role', p.role, 'teamId', p.team_id,
          'status', p.status, 'locale', p.locale, 'territories', p.territories, 'skills', p.skills, 'capOpen', p.cap_open, 'capDaily', p.cap_daily, 'capGrades', p.cap_grades, 'shifts', p.shifts,
          'leave', (select coalesce(json_agg(json_build_object('from', l.from_at, 'to', l.to_at, 'cover', l.cover) order by l.from_at), '[]')
            from clew.leave l where l.person_id = p.id)) order by p.name, p.id), '[]') from clew.person p) people,
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'parentId', parent_id, 'managerId', manager_id) order by name, id), '[]') from clew.team) teams,
      (select coalesce(json_agg(json_build_object('key', key, 'label', label, 'grants', grants)), '[]') from clew.role) roles,
      (select coalesce(json_agg(json_build_object('id', id, 'maker', created_by)), '[]') from clew.api_key where revoked_at is null and created_by is not null) keys
  `.execute(db);
  const loaded = rows[0]!;
  const iso = (time: string) => new Date(time).toISOString();
  for (const person of loaded.people) person.leave = person.leave.map((leave) => ({ ...leave, from: iso(leave.from), to: iso(leave.to) }));
  return buildDirectory(loaded);
}
