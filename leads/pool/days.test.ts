import { expect, test } from "vitest";
import { daysLater, endOfDate, lastDateBefore } from "./days.ts";

test("seven days later is the same time of day, also when the clocks change in between", () => {
  expect(daysLater(new Date("2026-03-25T15:00:00+08:00"), 7, "Asia/Shanghai")).toEqual(new Date("2026-04-01T15:00:00+08:00"));
  expect(daysLater(new Date("2026-03-05T15:00:00-05:00"), 7, "America/New_York")).toEqual(new Date("2026-03-12T15:00:00-04:00"));
  expect(daysLater(new Date("2026-03-12T15:00:00-04:00"), -7, "America/New_York")).toEqual(new Date("2026-03-05T15:00:00-05:00"));
});

test("a date ends at local midnight, and the date before that moment is the date itself", () => {
  const end = endOfDate("2026-04-04", "Asia/Shanghai");
  expect(end).toEqual(new Date("2026-04-05T00:00:00+08:00"));
  expect(lastDateBefore(end, "Asia/Shanghai")).toBe("2026-04-04");
});
