import announced from "chinese-days/dist/chinese-days.json" with { type: "json" };
import type { Calendar } from "./calendar.ts";

const OFFICE: [string, string][] = [["09:00", "12:00"], ["13:30", "18:00"]];

/**
 * The business calendar of China for the years given, as data: public holidays and make-up workdays as announced each year by the
 * State Council (tables of the package chinese-days). A year not announced yet has plain weekends.
 * Make-up days are worked like Mondays.
 */
export function chinaCalendar(years: readonly number[]): Calendar {
  // The tables, not the package's functions: those shift by a day on machines west of Greenwich (1.5.7).
  const within = (dates: object) => Object.keys(dates).filter((date) => years.includes(Number(date.slice(0, 4)))).toSorted();
  const off: [string, string][] = [];
  return {
    timeZone: "Asia/Shanghai",
    windows: { sun: off, mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE, sat: off },
    holidays: within(announced.holidays),
    makeupDays: within(announced.workdays).map((date) => ({ date, like: "mon" })),
  };
}
