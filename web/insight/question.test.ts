import { expect, test } from "vitest";
import { daysOfPreset, readAsked, writeAsked } from "./question.ts";

const TODAY = "2026-03-04";

test("presets end today; weeks begin on Monday, months on the first", () => {
  expect(daysOfPreset("this_week", TODAY)).toEqual({ from: "2026-03-02", to: TODAY });
  expect(daysOfPreset("this_week", "2026-03-08").from).toBe("2026-03-02");
  expect(daysOfPreset("this_month", TODAY).from).toBe("2026-03-01");
  expect(daysOfPreset("last_7", TODAY).from).toBe("2026-02-26");
});

test("a link says the same thing to a colleague: what is written is read", () => {
  const own = writeAsked(new URLSearchParams("team=t1"), { days: { from: "2026-01-01", to: "2026-01-31" }, source: "展会:上海" });
  expect(readAsked(new URLSearchParams(own.toString()), TODAY)).toEqual({ preset: null, from: "2026-01-01", to: "2026-01-31", team_id: "t1", source: "展会:上海" });
  expect(readAsked(writeAsked(own, { preset: "last_7", team: "" }), TODAY)).toEqual({ preset: "last_7", from: "2026-02-26", to: TODAY, source: "展会:上海" });
});

test("an address nobody can read shows the last thirty days", () => {
  expect(readAsked(new URLSearchParams("from=2026-02-31x&to=&period=soon"), TODAY)).toMatchObject({ preset: "last_30", from: "2026-02-03" });
});
