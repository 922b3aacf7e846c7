import { addDays } from "../../../core/language/zone.ts";

export const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEK)[number];
export type Windows = [string, string][];

export interface Calendar {
  timeZone: string;
  windows: Record<Weekday, Windows>;
  holidays: string[];
  makeupDays: { date: string; like: Weekday }[];
}

export type DayKind = "worked" | "off" | "holiday" | "makeup";

export const weekdayOf = (date: string): Weekday => WEEK[(new Date(date).getUTCDay() + 6) % 7] as Weekday;

/** What a day is by a calendar; a make-up day counts as one only where its weekday is off. */
export function kindOf(calendar: Calendar, date: string): DayKind {
  if (calendar.holidays.includes(date)) return "holiday";
  if (calendar.makeupDays.some((day) => day.date === date)) return "makeup";
  return calendar.windows[weekdayOf(date)].length > 0 ? "worked" : "off";
}

/** The calendar with a day switched: a day as usual becomes a holiday where it is worked, a make-up day where it is off; a special one goes back to usual. */
export function switched(calendar: Calendar, date: string): Calendar {
  const kind = kindOf(calendar, date);
  const holidays = calendar.holidays.filter((day) => day !== date);
  const makeupDays = calendar.makeupDays.filter((day) => day.date !== date);
  if (kind === "worked") return { ...calendar, holidays: [...holidays, date].sort(), makeupDays };
  if (kind === "off") return { ...calendar, holidays, makeupDays: [...makeupDays, { date, like: "mon" as const }].sort((a, b) => (a.date < b.date ? -1 : 1)) };
  // A worked weekday that was a make-up day anyway goes back to usual; a holiday that falls on a day off could be worked instead.
  if (kind === "holiday" && calendar.windows[weekdayOf(date)].length === 0) return { ...calendar, holidays, makeupDays: [...makeupDays, { date, like: "mon" as const }] };
  return { ...calendar, holidays, makeupDays };
}

/** The days of a month in rows of seven from Monday; places before the first and after the last are empty. */
export function weeksOf(year: number, month: number): (string | null)[][] {
  const first = `${year}-${String(month).padStart(2, "0")}-01`;
  const lead = WEEK.indexOf(weekdayOf(first));
  const days: (string | null)[] = Array.from({ length: lead }, () => null);
  for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = addDays(day, 1)) days.push(day);
  while (days.length % 7 !== 0) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, row) => days.slice(row * 7, row * 7 + 7));
}
