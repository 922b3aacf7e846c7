import { expect, test } from "vitest";
import { Day, Instant } from "./moments.ts";
import { fieldProblems } from "./schema_problems.ts";

const holds = (shape: typeof Day | typeof Instant, text: string) => shape.safeParse(text).success;

test("a day has a day before and a day after it that can be written", () => {
  for (const day of ["2026-02-28", "2024-02-29", "1000-01-02", "9999-12-29"]) expect(holds(Day, day), day).toBe(true);
  for (const day of ["0000-01-01", "1000-01-01", "9999-12-30", "9999-12-31", "2026-02-29", "2026-2-8", "infinity"]) expect(holds(Day, day), day).toBe(false);
});

test("a moment says its offset, which may not carry it out of range", () => {
  for (const moment of ["2026-03-05T09:00:00+08:00", "2026-03-05T01:00:00Z"]) expect(holds(Instant, moment), moment).toBe(true);
  for (const moment of ["2026-03-05T09:00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "2026-03-05"]) expect(holds(Instant, moment), moment).toBe(false);
});

test("what is wrong is said in both languages", () => {
  const { error } = Day.safeParse("9999-12-31");
  expect(error && fieldProblems(error, "to")).toEqual([{ path: "to", message: { zh: "年份须在 1000 到 9999 之间", en: "The year must be from 1000 to 9999" } }]);
});
