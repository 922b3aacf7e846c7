import { expect, test } from "vitest";
import type { Window } from "../types.ts";
import { windowDates, windowInstants } from "./window.ts";

const thursday = new Date("2026-03-05T02:00:00.000Z");

function instants(window: Window, now = thursday, timeZone = "Asia/Shanghai"): string[] {
  const { from, to } = windowInstants(window, now, timeZone);
  return [from, to].map((each) => new Date(each).toISOString());
}

function dates(window: Window, now = thursday, timeZone = "Asia/Shanghai"): string[] {
  const { from, to } = windowDates(window, now, timeZone);
  return [from, to];
}

test("the last 24 hours end with this moment, this moment included", () => {
  expect(instants({ last: 24, unit: "hour" })).toEqual(["2026-03-04T02:00:00.000Z", "2026-03-05T02:00:00.001Z"]);
});

test("this week runs from Monday to Sunday of the organisation", () => {
  expect(instants({ this: "week" })).toEqual(["2026-03-01T16:00:00.000Z", "2026-03-08T16:00:00.000Z"]);
  expect(dates({ this: "week" }, new Date("2026-03-08T15:59:59Z"))).toEqual(["2026-03-02", "2026-03-09"]);
  expect(dates({ this: "week" }, new Date("2026-03-08T16:00:00Z"))).toEqual(["2026-03-09", "2026-03-16"]);
});

test("this quarter, year and hour are calendar units", () => {
  expect(dates({ this: "quarter" })).toEqual(["2026-01-01", "2026-04-01"]);
  expect(dates({ this: "year" })).toEqual(["2026-01-01", "2027-01-01"]);
  expect(instants({ this: "hour" }, new Date("2026-03-05T02:31:00Z"), "Asia/Kathmandu")).toEqual(["2026-03-05T02:15:00.000Z", "2026-03-05T03:15:00.000Z"]);
});

test("the last 7 days of a day field are today and the six before; the next 7 begin with today", () => {
  expect(dates({ last: 7, unit: "day" })).toEqual(["2026-02-27", "2026-03-06"]);
  expect(dates({ next: 7, unit: "day" })).toEqual(["2026-03-05", "2026-03-12"]);
});

test("a month back from the 31st is the last day of a shorter month", () => {
  const endOfMarch = new Date("2026-03-31T02:00:00Z");
  expect(instants({ last: 1, unit: "month" }, endOfMarch)[0]).toBe("2026-02-28T02:00:00.000Z");
  expect(dates({ last: 1, unit: "month" }, endOfMarch)).toEqual(["2026-03-01", "2026-04-01"]);
});

test("the day on which clocks go forward has 23 hours, the day on which they go back 25", () => {
  const hours = (now: string) => {
    const { from, to } = windowInstants({ this: "day" }, new Date(now), "America/New_York");
    return (to - from) / 3_600_000;
  };
  expect(hours("2026-03-08T12:00:00Z")).toBe(23);
  expect(hours("2026-11-01T12:00:00Z")).toBe(25);
  expect(hours("2026-07-01T12:00:00Z")).toBe(24);
});

test("one day back across the change of clocks is the same time of day, 24 hours back is not", () => {
  const now = new Date("2026-03-08T16:00:00Z");
  expect(instants({ last: 1, unit: "day" }, now, "America/New_York")[0]).toBe("2026-03-07T17:00:00.000Z");
  expect(instants({ last: 24, unit: "hour" }, now, "America/New_York")[0]).toBe("2026-03-07T16:00:00.000Z");
});

test("a day that has no midnight begins with its first instant", () => {
  const { from } = windowInstants({ this: "day" }, new Date("2018-11-04T15:00:00Z"), "America/Sao_Paulo");
  expect(new Date(from).toISOString()).toBe("2018-11-04T03:00:00.000Z");
});
