import { expect, test } from "vitest";
import { addDays } from "../../core/language/zone.ts";
import { businessBetween } from "./calendar.ts";
import { chinaCalendar } from "./china.ts";

/**
 * The tables as published, typed from the notices of the State Council's General Office on public holidays (of 25 October 2023,
 * 12 November 2024 and 4 November 2025): days off from … to, and weekend days worked instead.
 */
const PUBLISHED: Record<number, { off: [string, string][]; worked: string[] }> = {
  2024: {
    off: [["2023-12-30", "2024-01-01"], ["2024-02-10", "2024-02-17"], ["2024-04-04", "2024-04-06"], ["2024-05-01", "2024-05-05"], ["2024-06-08", "2024-06-10"], ["2024-09-15", "2024-09-17"], ["2024-10-01", "2024-10-07"]],
    worked: ["2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12"],
  },
  2025: {
    off: [["2025-01-01", "2025-01-01"], ["2025-01-28", "2025-02-04"], ["2025-04-04", "2025-04-06"], ["2025-05-01", "2025-05-05"], ["2025-05-31", "2025-06-02"], ["2025-10-01", "2025-10-08"]],
    worked: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
  },
  2026: {
    off: [["2026-01-01", "2026-01-03"], ["2026-02-15", "2026-02-23"], ["2026-04-04", "2026-04-06"], ["2026-05-01", "2026-05-05"], ["2026-06-19", "2026-06-21"], ["2026-09-25", "2026-09-27"], ["2026-10-01", "2026-10-07"]],
    worked: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
  },
};

test.each(Object.entries(PUBLISHED))("every day of %s is worked or not as published", (year, { off, worked }) => {
  const calendar = chinaCalendar([Number(year)]);
  const works = (date: string): boolean => {
    if (worked.includes(date)) return true;
    if (off.some(([from, to]) => date >= from && date <= to)) return false;
    return ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  };
  const wrong: string[] = [];
  for (let date = `${year}-01-01`; date.startsWith(year); date = addDays(date, 1)) {
    const from = new Date(`${date}T00:00:00+08:00`);
    const seconds = businessBetween(calendar, from, new Date(from.getTime() + 86_400_000));
    if (seconds !== (works(date) ? 7.5 * 3_600 : 0)) wrong.push(`${date}: ${seconds} s`);
  }
  expect(wrong).toEqual([]);
});

test("the days worked and off in all are those of the notices", () => {
  expect(Object.values(PUBLISHED).map(({ worked }) => worked.length)).toEqual([8, 5, 6]);
  expect(Object.entries(PUBLISHED).map(([year]) => chinaCalendar([Number(year)]).makeupDays.length)).toEqual([8, 5, 6]);
});
