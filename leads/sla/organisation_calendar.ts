import { sql } from "kysely";
import type { Directory } from "../../core/access/directory.ts";
import { cached } from "../../core/db/cached.ts";
import { type Calendar, CalendarShape, type Closed } from "./calendar.ts";
import { chinaCalendar } from "./china.ts";
import type { Hours } from "./clock.ts";

/** The organisation's business calendar: its own if it has set one, else China's, in the organisation's time zone. */
export const organisationCalendar = cached<Calendar>("sla.calendar", async (db) => {
  const { rows } = await sql<{ calendar: unknown; time_zone: string }>`select settings->'calendar' as calendar, time_zone from clew.organisation`.execute(db);
  const own = CalendarShape.safeParse(rows[0]?.calendar);
  if (own.success) return own.data;
  return shippedCalendar(rows[0]?.time_zone);
});

/** The calendar of an organisation that has set none. */
export function shippedCalendar(timeZone: string | undefined): Calendar {
  const year = new Date().getUTCFullYear();
  const calendar = chinaCalendar([year - 2, year - 1, year, year + 1]);
  return timeZone ? { ...calendar, timeZone } : calendar;
}

/** Calendars that teams have set for themselves, by team. */
export const teamCalendars = cached<ReadonlyMap<string, Calendar>>("sla.team_calendars", async (db) => {
  const { rows } = await sql<{ team_id: string; calendar: unknown }>`select team_id, calendar from clew.team_calendar`.execute(db);
  return new Map(rows.flatMap((row) => {
    const read = CalendarShape.safeParse(row.calendar);
    return read.success ? [[row.team_id, read.data] as const] : [];
  }));
});

export interface Calendars {
  organisation: Calendar;
  teams: ReadonlyMap<string, Calendar>;
}

/** The nearest team at or above this one that has a calendar of its own; null when the organisation's serves. */
export function teamWithCalendar(teams: ReadonlyMap<string, Calendar>, people: Directory, team: string | null): string | null {
  const seen = new Set<string>();
  for (let id = team; id && !seen.has(id); id = people.teams.get(id)?.parentId ?? null) {
    if (teams.has(id)) return id;
    seen.add(id);
  }
  return null;
}

/** The calendar of somebody's team, or of the nearest above with one, else the organisation's. */
export function calendarOf({ organisation, teams }: Calendars, people: Directory, person: string | null): Calendar {
  const team = teams.size === 0 ? null : teamWithCalendar(teams, people, (person ? people.people.get(person)?.teamId : null) ?? null);
  return team === null ? organisation : (teams.get(team) as Calendar);
}

/** When somebody works: the calendar of their team (or the nearest above with one, else the organisation's), and their leave that ends after `since`. */
export function hoursOf(calendars: Calendars, people: Directory, person: string | null, since: Date): Hours {
  const known = person ? people.people.get(person) : undefined;
  const leave: Closed[] = [];
  const from = since.toISOString();
  for (const each of known?.leave ?? []) if (each.to > from) leave.push({ from: new Date(each.from), to: new Date(each.to) });
  return { calendar: calendarOf(calendars, people, person), leave };
}
