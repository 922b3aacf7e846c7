import { expect, test } from "vitest";
import { landing } from "./landing.ts";

test("signing in leads back to the page that was asked for", () => {
  expect(landing(`?to=${encodeURIComponent("/leads?q=王&sort=-score")}`)).toBe("/leads?q=王&sort=-score");
  expect(landing("")).toBe("/");
});

test("a link cannot send a person elsewhere through the sign-in page", () => {
  const away = ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-in?to=/x"];
  expect(away.filter((to) => landing(`?to=${encodeURIComponent(to)}`) !== "/")).toEqual([]);
});
