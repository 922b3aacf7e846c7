import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CalendarShape, WEEKDAYS, addBusiness, businessBetween } from "./calendar.ts";
import type { Calendar, Closed } from "./calendar.ts";
import { chinaCalendar } from "./china.ts";

const china = chinaCalendar([2024, 2025, 2026]);
const at = (text: string) => new Date(`${text}+08:00`);
const MINUTE = 60_000;

const anyWindows = fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 }).map((edges) => {
  const sorted = edges.toSorted((a, b) => a - b).map((quarter) => `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`);
  return Array.from({ length: Math.floor(sorted.length / 2) }, (_, i): [string, string] => [sorted[2 * i] as string, sorted[2 * i + 1] as string]);
});
const march = (day: number) => `2026-03-${String(day).padStart(2, "0")}`;
const anyCalendar: fc.Arbitrary<Calendar> = fc
  .record({
    week: fc.array(anyWindows, { minLength: 7, maxLength: 7 }),
    holidays: fc.uniqueArray(fc.integer({ min: 1, max: 15 }), { maxLength: 4 }),
    makeup: fc.uniqueArray(fc.record({ day: fc.integer({ min: 16, max: 31 }), like: fc.constantFrom(...WEEKDAYS) }), { maxLength: 3, selector: ({ day }) => day }),
  })
  .filter(({ week }) => week.some((windows) => windows.length > 0))
  .map(({ week, holidays, makeup }) => ({
    timeZone: "Asia/Shanghai", windows: Object.fromEntries(WEEKDAYS.map((day, i) => [day, week[i]])) as Calendar["windows"],
    holidays: holidays.map(march), makeupDays: makeup.map(({ day, like }) => ({ date: march(day), like })),
  }));
const anyMoment = fc.integer({ min: 0, max: 12 * 86_400 }).map((s) => new Date(at("2026-03-05T00:00:00").getTime() + s * 1000));
const anyClosed: fc.Arbitrary<Closed[]> = fc.array(fc.record({ start: fc.nat(20 * 1440), minutes: fc.integer({ min: 1, max: 3000 }) }), { maxLength: 3 }).map((ranges) =>
  ranges.map(({ start, minutes }) => ({ from: new Date(at("2026-03-05T00:00:00").getTime() + start * MINUTE), to: new Date(at("2026-03-05T00:00:00").getTime() + (start + minutes) * MINUTE) })),
);

/** Every worked minute of a day, straight from the definition: what a person would read off the wall. */
function workedMinutes(calendar: Calendar, day: number): boolean[] {
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  if (calendar.holidays.includes(date)) return [];
  const weekday = calendar.makeupDays.find((made) => made.date === date)?.like ?? WEEKDAYS[new Date(day * DAY).getUTCDay()];
  return CLOCK.map((time) => calendar.windows[weekday as "mon"].some(([open, close]) => open <= time && time < close));
}
const DAY = 1440 * MINUTE;
const CLOCK = Array.from({ length: 1440 }, (_, minute) => new Date(minute * MINUTE).toISOString().slice(11, 16));
const shanghai = (instant: number) => instant + 8 * 60 * MINUTE;

/** Walks minute by minute; windows and leave lie on whole minutes, the ends on seconds. */
function secondsByHand(calendar: Calendar, closed: readonly Closed[], a: Date, b: Date, wallOf = shanghai): number {
  const days = new Map<number, boolean[]>();
  let total = 0;
  for (let minute = Math.floor(a.getTime() / MINUTE) * MINUTE; minute < b.getTime(); minute += MINUTE) {
    const wall = wallOf(minute);
    const day = Math.floor(wall / DAY);
    if (!days.has(day)) days.set(day, workedMinutes(calendar, day));
    if (!days.get(day)?.[(wall % DAY) / MINUTE]) continue;
    if (closed.some(({ from, to }) => from.getTime() <= minute && minute < to.getTime())) continue;
    total += Math.min(minute + MINUTE, b.getTime()) - Math.max(minute, a.getTime());
  }
  return total / 1000;
}

describe("business calendar", () => {
  test("2,000 random schedules with holidays, make-up days and leave agree with counting minutes by hand", () => {
    fc.assert(fc.property(anyCalendar, anyClosed, anyMoment, fc.integer({ min: 0, max: 3 * 86_400 }), (calendar, closed, from, span) => {
      const to = new Date(from.getTime() + span * 1000);
      expect(businessBetween(calendar, from, to, closed)).toBe(secondsByHand(calendar, closed, from, to));
    }), { numRuns: 2000 });
  }, 60_000);

  test("adding business time and measuring it are inverse, and no earlier moment would do", () => {
    fc.assert(fc.property(anyCalendar, anyClosed, anyMoment, fc.integer({ min: 1, max: 400_000 }), (calendar, closed, from, seconds) => {
      const due = addBusiness(calendar, from, seconds, closed);
      expect(businessBetween(calendar, from, due, closed)).toBe(seconds);
      expect(businessBetween(calendar, from, new Date(due.getTime() - 1000), closed)).toBeLessThan(seconds);
    }), { numRuns: 2000 });
  }, 60_000);

  test("days on which the clocks change are as long as they are", () => {
    const format = new Intl.DateTimeFormat("sv-SE", { timeZone: "America/New_York", dateStyle: "short", timeStyle: "medium" });
    const newYork = (instant: number) => Date.parse(`${format.format(instant).replace(" ", "T")}Z`);
    const round: [string, string][] = [["00:00", "24:00"]];
    const day: [string, string][] = [["08:00", "12:30"], ["14:00", "22:00"]];
    const calendar: Calendar = { timeZone: "America/New_York", windows: { sun: round, mon: day, tue: [], wed: day, thu: day, fri: day, sat: round }, holidays: [], makeupDays: [] };
    for (const start of ["2026-03-07T03:10:20Z", "2026-10-31T03:10:20Z", "2026-11-01T05:40:10Z"]) {
      const from = new Date(start);
      const to = new Date(from.getTime() + 3 * 86_400_000 + 12_345_000);
      expect(businessBetween(calendar, from, to)).toBe(secondsByHand(calendar, [], from, to, newYork));
    }
    expect(businessBetween(calendar, new Date("2026-03-08T05:00:00Z"), new Date("2026-03-09T04:00:00Z"))).toBe(23 * 3600);
  });

  test("an hour asked for at 17:30 on Friday is due at 09:30 on Monday, and lunch does not count", () => {
    expect(addBusiness(china, at("2026-03-27T17:30:00"), 3600)).toEqual(at("2026-03-30T09:30:00"));
    expect(addBusiness(china, at("2026-03-27T11:30:00"), 3600)).toEqual(at("2026-03-27T14:00:00"));
    expect(addBusiness(china, at("2026-03-27T17:00:00"), 3600)).toEqual(at("2026-03-27T18:00:00"));
  });

  test("over National Day 2026 nothing runs, and the make-up Saturday counts", () => {
    expect(addBusiness(china, at("2026-09-30T17:00:00"), 2 * 3600)).toEqual(at("2026-10-08T10:00:00"));
    expect(businessBetween(china, at("2026-10-10T00:00:00"), at("2026-10-11T00:00:00"))).toBe(7.5 * 3600);
  });

  test("a person's leave is skipped", () => {
    const leave = [{ from: at("2026-03-30T00:00:00"), to: at("2026-03-31T00:00:00") }];
    expect(addBusiness(china, at("2026-03-27T17:30:00"), 3600, leave)).toEqual(at("2026-03-31T09:30:00"));
  });

  test("a calendar that never opens again is an error, not an endless search", () => {
    expect(() => addBusiness(china, at("2026-03-27T17:30:00"), 3600, [{ from: at("2026-01-01T00:00:00"), to: at("9999-01-01T00:00:00") }])).toThrow(RangeError);
    expect(CalendarShape.safeParse({ ...china, windows: { sun: [], mon: [], tue: [], wed: [], thu: [], fri: [], sat: [] } }).success).toBe(false);
    expect(CalendarShape.safeParse(china).success).toBe(true);
  });

  const tables = new URL("../../../shared/data/cn-holidays/", import.meta.url);
  for (const year of [2024, 2025, 2026]) {
    const table = new URL(`holiday-calendar-${year}.json`, tables);
    test.skipIf(!existsSync(table))(`agrees with the published holiday table of ${year} (shared/data/cn-holidays)`, () => {
      const { dates } = JSON.parse(readFileSync(table, "utf8")) as { dates: { date: string; type: string }[] };
      const kindOf = new Map(dates.map(({ date, type }) => [date, type]));
      for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += 86_400_000) {
        const date = new Date(day).toISOString().slice(0, 10);
        const weekend = [0, 6].includes(new Date(day).getUTCDay());
        const worked = kindOf.has(date) ? kindOf.get(date) === "transfer_workday" : !weekend;
        expect([date, businessBetween(china, at(`${date}T00:00:00`), at(`${date}T23:59:59`))]).toEqual([date, worked ? 7.5 * 3600 : 0]);
      }
    });
  }
});
