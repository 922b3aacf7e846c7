import { expect, test } from "vitest";
import { fieldTypes } from "../../core/language/fields/registry.ts";
import { FIELD_TYPES } from "../../core/language/types.ts";
import { firstOperator, fromConditions, isComplete, toConditions } from "./conditions.ts";

test("a filter survives being shown as rows", () => {
  const any = { any: [{ field: "score", op: "gte" as const, value: 60 }, { not: { field: "stage", op: "is" as const, value: "new" } }] };
  expect(fromConditions(toConditions(any))).toEqual(any);
  expect(fromConditions(toConditions(undefined))).toBeUndefined();
});

test("a new condition starts with an operator its field type knows", () => {
  const wrong = FIELD_TYPES.filter((type) => !fieldTypes[type].operators.includes(firstOperator({ key: "x", type, label: { zh: "x", en: "x" } })));
  expect(wrong).toEqual([]);
});

test("a half-written condition is not asked", () => {
  expect(isComplete({ field: "score", op: "between", value: [1, null] })).toBe(false);
  expect(isComplete({ field: "name", op: "contains", value: "" })).toBe(false);
  expect(isComplete({ field: "name", op: "empty" })).toBe(true);
  expect(isComplete({ field: "do_not_contact", op: "is", value: false })).toBe(true);
});
