import { expect, test } from "vitest";
import { compareText, foldCase } from "./text.ts";

test("text sorts by code point, so that an emoji comes after every character of the basic plane", () => {
  const sorted = ["😀", "\uffff", "\ue000", "张", "a", "Z", ""].sort(compareText);
  expect(sorted).toEqual(["", "Z", "a", "张", "\ue000", "\uffff", "😀"]);
});

test("only A to Z are lower-cased, as the database does it", () => {
  expect(foldCase("ABC É İ Ａ 张")).toBe("abc É İ Ａ 张");
});
