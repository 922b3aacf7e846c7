import { sql } from "kysely";
import type { Directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { PoolPolicy } from "./policy.ts";

type Limits = Pick<PoolPolicy["limits"], "holding" | "teams" | "count_converted">;

/** How many leads one person may hold, and whose cap says so: everybody's, their own, or that of each in a team. */
export interface Cap {
  of: "everybody" | "person" | "team";
  limit: number;
  /** The team by name. */
  team?: string;
}

/** What the people of a team may hold together, and hold now. */
export interface TeamRoom {
  id: string;
  team: string;
  limit: number;
  held: number;
  members: ReadonlySet<string>;
}

/** The smallest of all caps on what this person may hold; null: they may hold any number. A team's cap is for everybody in it and below it. */
export function capOf(limits: Limits, people: Directory, person: string): Cap | null {
  const known = people.people.get(person);
  const caps: Cap[] = [
    ...(limits.holding === null ? [] : [{ of: "everybody" as const, limit: limits.holding }]), ...(known?.capOpen == null ? [] : [{ of: "person" as const, limit: known.capOpen }]),
    ...teamsOf(limits, people, person).flatMap(({ id, each }) => (each === null ? [] : [{ of: "team" as const, limit: each, team: people.teams.get(id)?.name ?? "" }])),
  ];
  return caps.length === 0 ? null : caps.reduce((least, cap) => (cap.limit < least.limit ? cap : least));
}

function teamsOf({ teams }: Limits, people: Directory, person: string): NonNullable<Limits["teams"]> {
  const team = people.people.get(person)?.teamId;
  if (!teams?.length || !team) return [];
  return teams.filter(({ id }) => people.teamsUnder(id).includes(team));
}

/**
 * The teams of these people that may hold only so many leads together. Inside a transaction each is locked, in id order and after the
 * people's counters, until the commit: whoever gives one of them a lead waits, so that the cap is exact. Costs nothing where no policy has one.
 */
export async function teamRooms(tx: Ctx, limits: Limits, people: Directory, gainers: readonly string[]): Promise<TeamRoom[]> {
  if (!limits.teams?.some(({ together }) => together !== null)) return [];
  const asked = new Map(gainers.flatMap((person) => teamsOf(limits, people, person)).flatMap(({ id, together }) => (together === null ? [] : [[id, together] as const])));
  const ids = [...asked.keys()].sort();
  if (ids.length === 0) return [];
  if (tx.afterCommit) await sql`select pg_advisory_xact_lock(hashtextextended('clew.team ' || id, 0)) from (select unnest(${ids}::text[]) as id) x`.execute(tx.db);
  const members = new Map(ids.map((id) => [id, people.peopleUnder(id)]));
  const { rows } = await sql<{ person_id: string; held: number; converted: number }>`select person_id, held, converted from clew.load where person_id = any(${[...new Set([...members.values()].flat())]}::uuid[])`.execute(tx.db);
  const held = new Map(rows.map((row) => [row.person_id, row.held + (limits.count_converted ? row.converted : 0)]));
  return ids.map((id): TeamRoom => {
    const own = members.get(id) ?? [];
    return { id, team: people.teams.get(id)?.name ?? "", limit: asked.get(id) as number, held: own.reduce((sum, person) => sum + (held.get(person) ?? 0), 0), members: new Set(own) };
  });
}

/** The rooms a person stands in. */
export const roomsOf = (rooms: readonly TeamRoom[], person: string | null): TeamRoom[] => (person === null ? [] : rooms.filter(({ members }) => members.has(person)));
