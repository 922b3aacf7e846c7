import { sql } from "kysely";
import { cached } from "../../core/db/cached.ts";
import { type Calendar, CalendarShape } from "./calendar.ts";
import { chinaCalendar } from "./china.ts";

/** The organisation's business calendar: its own if it has set one, else China's, in the organisation's time zone. */
export const organisationCalendar = cached<Calendar>("sla.calendar", async (db) => {
  const { rows } = await sql<{ calendar: unknown; time_zone: string }>`select settings->'calendar' as calendar, time_zone from clew.organisation`.execute(db);
  const own = CalendarShape.safeParse(rows[0]?.calendar);
  if (own.success) return own.data;
  const year = new Date().getUTCFullYear();
  const calendar = chinaCalendar([year - 2, year - 1, year, year + 1]);
  return rows[0] ? { ...calendar, timeZone: rows[0].time_zone } : calendar;
});
