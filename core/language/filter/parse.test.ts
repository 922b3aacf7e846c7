import { describe, expect, test } from "vitest";
import { Refusal } from "../../refusal.ts";
import type { FieldDef, FieldType, Schema } from "../types.ts";
import { and, filterFields, parseFilter } from "./parse.ts";

const field = (key: string, type: FieldType, more: Partial<FieldDef> = {}): FieldDef => ({ key, type, label: { zh: key, en: key }, ...more });
const objects: Record<string, FieldDef[]> = {
  lead: [
    field("name", "text"), field("budget", "money"), field("phone", "phone"), field("born", "date"), field("created_at", "datetime"),
    field("stage", "choice", { choices: [{ value: "new", label: { zh: "新建", en: "New" } }] }),
    field("tags", "multi_choice", { choices: [{ value: "a", label: { zh: "甲", en: "A" } }] }),
    field("owner_id", "person"), field("account_id", "link", { target: "account" }), field("phone_key", "text", { internal: true }), field("extra", "json"),
  ],
  account: [field("name", "text"), field("owner_id", "person")],
  person: [field("team_id", "team")],
  team: [field("parent_id", "team")],
};
const schema: Schema = { field: (object, key) => objects[object]?.find((each) => each.key === key) };
const parse = (input: unknown) => parseFilter(input, "lead", schema);

function refusedPath(input: unknown): string {
  try {
    parse(input);
  } catch (error) {
    if (error instanceof Refusal) return error.errors.map((each) => each.path).join();
    throw error;
  }
  return "accepted";
}

describe("values come out canonical", () => {
  test.each([
    [{ field: "budget", op: "is", value: "7" }, { field: "budget", op: "is", value: 7 }],
    [{ field: "budget", op: "gt", value: 1.005 }, { field: "budget", op: "gt", value: 1.005 }],
    [{ field: "budget", op: "between", value: ["1万", "2万"] }, { field: "budget", op: "between", value: [10_000, 20_000] }],
    [{ field: "stage", op: "in", value: ["新建", "NEW"] }, { field: "stage", op: "in", value: ["new"] }],
    [{ field: "tags", op: "is", value: "甲" }, { field: "tags", op: "is", value: ["a"] }],
    [{ field: "tags", op: "contains", value: "甲" }, { field: "tags", op: "contains", value: "a" }],
    [{ field: "phone", op: "contains", value: "138 0013" }, { field: "phone", op: "contains", value: "1380013" }],
    [{ field: "owner_id", op: "is", value: "@me" }, { field: "owner_id", op: "is", value: "@me" }],
    [{ field: "account_id.owner_id.team_id", op: "under", value: "@my_team" }, { field: "account_id.owner_id.team_id", op: "under", value: "@my_team" }],
    [{ field: "born", op: "before", value: "2026年3月5日" }, { field: "born", op: "before", value: "2026-03-05" }],
    [{ field: "created_at", op: "gte", value: "2026-03-05 10:20" }, { field: "created_at", op: "gte", value: "2026-03-05T02:20:00.000Z" }],
    [{ field: "name", op: "empty" }, { field: "name", op: "empty" }],
  ])("%j → %j", (input, expected) => expect(parse(input)).toEqual(expected));
});

test("`is` with a day means the whole of that day, and `not` everything else", () => {
  expect(parse({ field: "created_at", op: "is", value: "2026-03-05" })).toEqual({ field: "created_at", op: "between", value: ["2026-03-05", "2026-03-05"] });
  expect(parse({ field: "born", op: "not", value: "today" })).toEqual({ not: { field: "born", op: "between", value: ["today", "today"] } });
});

const is = { field: "name", op: "is", value: "a" };
let deep: unknown = is;
for (let i = 0; i < 12; i++) deep = { not: deep };

describe("what is wrong is named by its path", () => {
  test.each<[unknown, string]>([
    ["name = 1", "filter"],
    [[], "filter"],
    [{}, "filter.field"],
    [{ all: is }, "filter.all"],
    [{ all: [is, { any: [{ ...is, value: null }] }] }, "filter.all[1].any[0].value"],
    [{ all: [is], any: [is] }, "filter.any"],
    [{ ...is, operator: "x" }, "filter.operator"],
    [{ ...is, field: "nope" }, "filter.field"],
    [{ ...is, field: "__proto__" }, "filter.field"],
    [{ ...is, field: "phone_key" }, "filter.field"],
    [{ ...is, field: "name.length" }, "filter.field"],
    [{ ...is, field: "account_id.owner_id.team_id.parent_id.parent_id" }, "filter.field"],
    [{ ...is, op: "matches" }, "filter.op"],
    [{ field: "stage", op: "contains", value: "n" }, "filter.op"],
    [{ field: "extra", op: "is", value: {} }, "filter.op"],
    [{ field: "stage", op: "is", value: "gone" }, "filter.value"],
    [{ field: "stage", op: "in", value: ["new", "gone"] }, "filter.value[1]"],
    [{ field: "stage", op: "in", value: "new" }, "filter.value"],
    [{ field: "budget", op: "between", value: [1] }, "filter.value"],
    [{ field: "budget", op: "between", value: [1, "x"] }, "filter.value[1]"],
    [{ field: "owner_id", op: "is", value: "@my_team" }, "filter.value"],
    [{ field: "created_at", op: "within", value: { last: 0, unit: "day" } }, "filter.value"],
    [{ field: "created_at", op: "within", value: { last: 1, unit: "fortnight" } }, "filter.value"],
    [{ field: "created_at", op: "within", value: { last: 1, next: 1, unit: "day" } }, "filter.value"],
    [{ field: "created_at", op: "before", value: "yesterday" }, "filter.value"],
    [{ field: "name", op: "gt", value: "２０２６-03-05" }, "filter.value"],
    [{ field: "name", op: "contains", value: " \u0000" }, "filter.value"],
    [{ field: "name", op: "in", value: Array.from({ length: 5_001 }, String) }, "filter.value"],
    [{ any: Array.from({ length: 500 }, () => is) }, "filter.any[499]"],
    [deep, `filter${".not".repeat(12)}`],
  ])("%#", (input, path) => expect(refusedPath(input)).toBe(path));
});

test("the largest and deepest filter allowed is accepted", () => {
  expect(refusedPath({ any: Array.from({ length: 499 }, () => is) })).toBe("accepted");
  expect(refusedPath((deep as { not: unknown }).not)).toBe("accepted");
});

test("a filter tells which fields it reads, and filters join into one", () => {
  const both = and(undefined, parse(is), parse({ not: { field: "account_id.name", op: "is", value: "a" } }));
  expect(both && filterFields(both)).toEqual(["name", "account_id.name"]);
  expect(and(undefined, parse(is))).toEqual(is);
  expect(and(undefined)).toBeUndefined();
});
