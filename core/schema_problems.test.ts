import { expect, it } from "vitest";
import { z } from "zod";
import { fieldProblems, inWords } from "./schema_problems.ts";
import { FilterShape } from "./policies/shapes.ts";

const problems = (schema: z.ZodType, value: unknown) => fieldProblems(schema.safeParse(value).error as z.ZodError, "body");

it("every message is said in both languages, rules of our own too", () => {
  const shape = z.strictObject({ days: z.number().int().max(30), from: z.number() }).refine((s) => s.days > s.from, { path: ["days"], ...inWords("太短", "too short") });
  expect(problems(shape, { days: 2, from: 3 })).toEqual([{ path: "body.days", message: { zh: "太短", en: "too short" } }]);
  const [wrong, unknown] = problems(shape, { days: "x", from: 3, more: 1 });
  expect(wrong).toMatchObject({ path: "body.days", message: { zh: expect.stringMatching(/[一-鿿]/), en: expect.stringMatching(/^Invalid input/) } });
  expect(unknown).toEqual({ path: "body.more", message: { zh: "不认识的字段「more」", en: "Unknown field “more”" } });
});

it("of several forms the one that was meant names its field", () => {
  expect(problems(FilterShape, { all: [{ field: "score", op: "about" }] })).toMatchObject([{ path: "body.all[0].op" }]);
});
