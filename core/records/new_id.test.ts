import { expect, it } from "vitest";
import { validate, version } from "uuid";
import { newId } from "./new_id.ts";

it("ids are valid, of version 7, never twice, and in the order they were made", () => {
  const ids = Array.from({ length: 20_000 }, newId);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});
