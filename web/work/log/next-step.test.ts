import dayjs from "dayjs";
import { expect, test } from "vitest";
import { quickMoments, suggestedNext } from "./next-step.ts";

const offered = (now: string): string[] => quickMoments(dayjs(now)).map(({ key, at }) => `${key} ${at.format("MM-DD HH:mm")}`);

test("on a Thursday morning the next step is one tap: this afternoon, tomorrow, in three days, next Monday", () => {
  expect(offered("2026-03-26T09:12:33")).toEqual(["today 03-26 16:00", "tomorrow 03-27 10:00", "in_3_days 03-29 10:00", "next_week 03-30 10:00"]);
});

test("late in the afternoon today is no longer offered", () => {
  expect(offered("2026-03-26T15:40:00")[0]).toBe("tomorrow 03-27 10:00");
});

test("next week is the coming Monday; on a Sunday that is tomorrow already", () => {
  expect(offered("2026-03-30T09:00:00").at(-1)).toBe("next_week 04-06 10:00");
  expect(offered("2026-03-29T09:00:00").slice(1)).toEqual(["tomorrow 03-30 10:00", "in_3_days 04-01 10:00"]);
});

test("nobody answered means try again tomorrow; no interest means nothing next", () => {
  expect([suggestedNext("no_answer"), suggestedNext("not_interested"), suggestedNext("interested")]).toEqual(["tomorrow", "nothing", undefined]);
});
