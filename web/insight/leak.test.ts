import { expect, test } from "vitest";
import { largestLeak } from "./leak.ts";

const funnel = (...values: number[]) => ({
  rows: values.map((value, i) => ({ key: `s${i}`, title: { zh: "", en: "" }, cells: { leads: { value, filter: { object: "lead", filter: { field: `s${i}`, op: "not_empty" } } } } })),
});

test("the leak is the step with the largest loss, and opens exactly those who stopped there", () => {
  expect(largestLeak(funnel(100, 90, 30, 28, 10))).toEqual({
    row: 2, lost: 60, share: 60 / 90, click: { object: "lead", filter: { all: [{ field: "s1", op: "not_empty" }, { not: { field: "s2", op: "not_empty" } }] } },
  });
});

test("a funnel that loses nothing, or is empty, has no leak", () => {
  expect(largestLeak(funnel(5, 5, 5))).toBeUndefined();
  expect(largestLeak(funnel(0, 0))).toBeUndefined();
});
