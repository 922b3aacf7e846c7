import { expect, test } from "vitest";
import { pathsOf, readSample } from "./payload.ts";

test("every value of a nested payload is offered by the path a mapping uses, a list by its first item", () => {
  expect(pathsOf({ user: { phone: "139", tags: ["a", "b"] }, n: 0, empty: null })).toEqual([
    { path: "user.phone", value: "139" }, { path: "user.tags.0", value: "a" }, { path: "n", value: "0" }, { path: "empty", value: "" },
  ]);
});

test("a sample may be JSON or a posted form, and anything else is not taken for one", () => {
  expect(readSample('{"a":{"b":1}}')).toEqual({ a: { b: 1 } });
  expect(readSample("name=%E7%8E%8B%E4%BC%9F&phone=139")).toEqual({ name: "王伟", phone: "139" });
  expect(readSample("just some words")).toBeUndefined();
  expect(readSample("42")).toBeUndefined();
});
