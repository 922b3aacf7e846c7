import { expect, test } from "vitest";
import { type Calendar, kindOf, switched, weeksOf } from "./work-days.ts";

const day: [string, string][] = [["09:00", "18:00"]];
const calendar: Calendar = { timeZone: "Asia/Shanghai", windows: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] }, holidays: ["2026-10-01"], makeupDays: [{ date: "2026-10-10", like: "mon" }] };

test("a day is worked, off, a holiday or a make-up day", () => {
  expect(["2026-10-08", "2026-10-04", "2026-10-01", "2026-10-10"].map((date) => kindOf(calendar, date))).toEqual(["worked", "off", "holiday", "makeup"]);
});

test("switching a day goes round and back to where it was", () => {
  for (const date of ["2026-10-08", "2026-10-04", "2026-10-01"]) {
    let next = calendar;
    for (let i = 0; i < 2; i++) next = switched(next, date);
    expect(kindOf(next, date)).toBe(kindOf(calendar, date));
    expect(next.holidays.filter((each) => each === date).length + next.makeupDays.filter((each) => each.date === date).length).toBeLessThanOrEqual(1);
  }
  expect(kindOf(switched(calendar, "2026-10-04"), "2026-10-04")).toBe("makeup");
});

test("a month stands in weeks from Monday", () => {
  const weeks = weeksOf(2026, 2);
  expect(weeks[0]).toEqual([null, null, null, null, null, null, "2026-02-01"]);
  expect(weeks.flat().filter(Boolean)).toHaveLength(28);
});
