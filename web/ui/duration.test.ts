import { expect, test } from "vitest";
import { spanParts } from "./duration.ts";

const told = (milliseconds: number): string => spanParts(milliseconds).map((part) => `${part.n}${part.unit[0]}`).join(" ");

test("a span is told in its two largest parts", () => {
  expect(told(90 * 60_000)).toBe("1h 30m");
  expect(told(26 * 3_600_000 + 5 * 60_000)).toBe("1d 2h");
  expect(told(59_900)).toBe("59s");
});

test("a part of zero is left out, and being late is told by its size", () => {
  expect(told(2 * 3_600_000)).toBe("2h");
  expect(told(24 * 3_600_000 + 60_000)).toBe("1d");
  expect(told(-5 * 60_000)).toBe("5m");
});
