import { expect, test } from "vitest";
import { money, shortNumber } from "./numbers.ts";

test("large numbers are told in 万 and 亿 in Chinese", () => {
  expect(shortNumber(9_999, "zh-CN")).toBe("9,999");
  expect(shortNumber(10_000, "zh-CN")).toBe("1 万");
  expect(shortNumber(128_400, "zh-CN")).toBe("12.8 万");
  expect(shortNumber(-35_000_000, "zh-CN")).toBe("-3,500 万");
  expect(shortNumber(123_456_789, "zh-CN")).toBe("1.2 亿");
});

test("rounding never leaves ten thousand 万", () => {
  expect(shortNumber(99_999_900, "zh-CN")).toBe("1 亿");
  expect(shortNumber(99_949_000, "zh-CN")).toBe("9,994.9 万");
  expect(shortNumber(999_990, "en")).toBe("1M");
});

test("English uses K, M and B", () => {
  expect(shortNumber(12_340, "en")).toBe("12.3K");
  expect(shortNumber(5_600_000, "en")).toBe("5.6M");
});

test("money carries its sign before the symbol and keeps cents unless shortened", () => {
  expect(money(1234.5, "zh-CN")).toBe("¥1,234.5");
  expect(money(-250_000, "zh-CN", { short: true })).toBe("-¥25 万");
  expect(money(1000, "en", { currency: "USD" })).toBe("$1,000");
});
