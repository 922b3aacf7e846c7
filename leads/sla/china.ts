import chineseDays from "chinese-days";
import type { Calendar } from "./calendar.ts";

const OFFICE: [string, string][] = [["09:00", "12:00"], ["13:30", "18:00"]];

/**
 * The business calendar of China for the years given, as data: public holidays and make-up workdays as announced each year by the
 * State Council (package chinese-days). A year not announced yet has plain weekends. Make-up days are worked like Mondays.
 */
export function chinaCalendar(years: readonly number[]): Calendar {
  const holidays: string[] = [];
  const makeupDays: Calendar["makeupDays"] = [];
  for (const year of years) {
    // The package reads texts in the machine's time zone; local noon is the same day everywhere.
    for (const day = new Date(year, 0, 1, 12); day.getFullYear() === year; day.setDate(day.getDate() + 1)) {
      const weekend = day.getDay() === 0 || day.getDay() === 6;
      const works = chineseDays.isWorkday(day);
      const date = `${year}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
      if (!weekend && !works) holidays.push(date);
      if (weekend && works) makeupDays.push({ date, like: "mon" });
    }
  }
  const off: [string, string][] = [];
  return { timeZone: "Asia/Shanghai", windows: { sun: off, mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE, sat: off }, holidays, makeupDays };
}
