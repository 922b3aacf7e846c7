import { sql } from "kysely";
import type { Directory, DirectoryPerson } from "../../core/access/directory.ts";
import { inShift } from "../../core/access/people/shifts.ts";
import type { Ctx } from "../../core/ctx.ts";
import { startOfDay, localDate } from "../../core/language/zone.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { poolPolicy } from "../pool/kind.ts";
import { type Cap, capOf, roomsOf, teamRooms } from "../pool/caps.ts";
import { holding as holdingOf, lockLoads } from "../pool/loads.ts";
import { businessBetween, type Calendar } from "../sla/calendar.ts";
import { calendarOf, type Calendars, organisationCalendar, teamCalendars } from "../sla/organisation_calendar.ts";
import type { Candidate } from "./candidates.ts";
import type { OpenCount } from "./effort.ts";
import { coverOf } from "./inputs.ts";
import { type RoutePolicy, strategiesOf } from "./policy.ts";

/** What a policy asks about candidates beyond what is always known. */
export interface Needs {
  effort: boolean;
  missed: boolean;
  stats: boolean;
}

/** Read off the policy, so that nothing is loaded that no rule asks for. */
export function needsOf(policy: RoutePolicy): Needs {
  const strategies = strategiesOf(policy);
  return {
    effort: strategies.some(({ kind }) => kind === "least_effort"), stats: strategies.some(({ kind }) => kind === "best_match"),
    missed: policy.rules.some((rule) => rule.accept_within?.most_missed !== undefined),
  };
}

/** People as routing sees them at this moment; inside a transaction their counters, and those of `holders`, stay locked until the commit. */
export async function loadCandidates(tx: Ctx, people: Directory, ids: readonly string[], needs: Needs, holders: readonly string[] = []): Promise<Candidate[]> {
  const [loads, { body: pool }, organisation, teams] = await Promise.all([countersOf(tx, [...ids, ...holders]), publishedPolicy(tx.house, poolPolicy), organisationCalendar.get(tx.house), teamCalendars.get(tx.house)]);
  const asked = needs.effort ? ids : ids.filter((id) => Object.keys(people.people.get(id)?.capGrades ?? {}).length > 0);
  // After the counters are locked: whoever gives or takes a lead waits for them.
  const held = await openCounts(tx, asked);
  const rooms = await teamRooms(tx, pool.limits, people, ids);
  const missed = needs.missed ? await missedToday(tx, ids) : new Map<string, number>();
  const works = worksAt({ organisation, teams }, people, tx.now);
  return ids.map((id): Candidate => {
    const load = loads.get(id);
    return {
      ...candidateAt(people, id, tx.now, works, tx.house.settings.timeZone, capOf(pool.limits, people, id)),
      open: load ? holdingOf(load, pool.limits) : 0, assignedToday: load?.assigned ?? 0, missedToday: missed.get(id) ?? 0, ...(asked.length > 0 && asked.includes(id) ? { held: held.get(id) ?? [] } : {}),
      ...(rooms.length > 0 ? { rooms: roomsOf(rooms, id) } : {}),
    };
  });
}

/** Who works at this moment by the calendar of their team, or the company's. */
export function worksAt(calendars: Calendars, people: Directory, at: Date): (person: string) => boolean {
  const known = new Map<Calendar, boolean>();
  return (person) => {
    const calendar = calendarOf(calendars, people, person);
    let works = known.get(calendar);
    if (works === undefined) known.set(calendar, (works = businessBetween(calendar, at, new Date(at.getTime() + 1_000)) > 0));
    return works;
  };
}

/** What does not depend on counters: place, skills, leave and shift at a moment. */
export function candidateAt(people: Directory, id: string, at: Date, works: (person: string) => boolean, timeZone: string, cap: Cap | null): Candidate {
  const person = people.people.get(id) as DirectoryPerson;
  const now = at.toISOString();
  return {
    id, name: person.name, teamId: person.teamId, active: person.status === "active", onLeave: person.leave.some((l) => l.from <= now && now < l.to),
    inShift: person.shifts ? inShift(person.shifts, at, timeZone) : works(id),
    open: 0, capOpen: cap?.limit ?? null, ...(cap?.team ? { capTeam: cap.team } : {}), assignedToday: 0, capDaily: person.capDaily, capGrades: person.capGrades,
    territories: person.territories, skills: person.skills, cover: coverOf(people, id, now),
  };
}

async function countersOf(tx: Ctx, ids: readonly string[]): Promise<Map<string, { held: number; converted: number; assigned: number }>> {
  if (tx.afterCommit) return lockLoads(tx, ids);
  const today = localDate(tx.now.getTime(), tx.house.settings.timeZone);
  const { rows } = await sql<{ person_id: string; held: number; converted: number; assigned: number }>`
    select person_id, held, converted, case when day = ${today}::date then assigned else 0 end as assigned from clew.load where person_id = any(${ids}::uuid[])`.execute(tx.db);
  return new Map(rows.map((row) => [row.person_id, row]));
}

/** Open leads of these people by letter of the grade and stage; asks nothing for nobody. */
export async function openCounts(ctx: Ctx, ids: readonly string[]): Promise<Map<string, OpenCount[]>> {
  const counts = new Map<string, OpenCount[]>();
  if (ids.length === 0) return counts;
  const { rows } = await sql<OpenCount & { owner_id: string }>`
    select owner_id, coalesce(left(grade, 1), '') as letter, stage, count(*) as n from crm.lead
    where owner_id = any(${ids}::uuid[]) and stage not in ('converted', 'disqualified') group by 1, 2, 3`.execute(ctx.db);
  for (const { owner_id, ...count } of rows) counts.set(owner_id, [...(counts.get(owner_id) ?? []), count]);
  return counts;
}

async function missedToday(ctx: Ctx, ids: readonly string[]): Promise<Map<string, number>> {
  const zone = ctx.house.settings.timeZone;
  const since = new Date(startOfDay(localDate(ctx.now.getTime(), zone), zone));
  const { rows } = await sql<{ owner_id: string; n: number }>`
    select owner_id, count(*) as n from clew.route_offer where owner_id = any(${ids}::uuid[]) and outcome = 'missed' and ended_at >= ${since} group by 1`.execute(ctx.db);
  return new Map(rows.map((row) => [row.owner_id, row.n]));
}
