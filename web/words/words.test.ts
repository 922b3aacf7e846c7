import { expect, test } from "vitest";
import en from "./en/index.ts";
import zh from "./zh-CN/index.ts";

const flat = (words: Record<string, Record<string, string>>): Map<string, string> =>
  new Map(Object.entries(words).flatMap(([space, texts]) => Object.entries(texts).map(([key, text]) => [`${space}:${key}`, text] as const)));
const placeholders = (text: string): string[] => [...text.matchAll(/{{(\w+)}}/g)].map((found) => found[1] ?? "").sort();

test("both languages say exactly the same things", () => {
  expect([...flat(en).keys()].sort()).toEqual([...flat(zh).keys()].sort());
});

test("no text is empty in either language", () => {
  const empty = [zh, en].flatMap((words) => [...flat(words)].filter(([, text]) => text.trim() === ""));
  expect(empty).toEqual([]);
});

test("both languages fill in the same values", () => {
  const english = flat(en);
  const different = [...flat(zh)].filter(([key, text]) => placeholders(english.get(key) ?? "").join() !== placeholders(text).join());
  expect(different).toEqual([]);
});
