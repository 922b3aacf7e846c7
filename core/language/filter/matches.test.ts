import { describe, expect, test } from "vitest";
import type { Filter, FilterEnv, Row } from "../types.ts";
import { compileFilter, matches } from "./matches.ts";

const me = "0190f000-0000-7000-8000-000000000001";
const north = "0190f000-0000-7000-8000-000000000002";
const sales = "0190f000-0000-7000-8000-000000000003";
const env: FilterEnv = {
  now: new Date("2026-03-05T02:00:00.000Z"), timeZone: "Asia/Shanghai", me, myTeam: sales,
  teamsUnder: (team) => (team === sales ? [sales, north] : [team]),
};

const sentences: [string, Filter, Row, boolean][] = [
  ["`not` includes records without a value", { field: "stage", op: "not", value: "won" }, { stage: null }, true],
  ["`not_in` includes records without a value", { field: "stage", op: "not_in", value: ["won"] }, {}, true],
  ["the negation of a condition includes records without a value", { not: { field: "score", op: "gt", value: 5 } }, { score: null }, true],
  ["nothing is never smaller than a number", { field: "score", op: "lt", value: 5 }, { score: null }, false],
  ["no tags is empty", { field: "tags", op: "empty" }, { tags: [] }, true],
  ["zero is not empty", { field: "score", op: "not_empty" }, { score: 0 }, true],
  ["false is not empty", { field: "agreed", op: "empty" }, { agreed: false }, false],
  ["tags are the same whatever their order", { field: "tags", op: "is", value: ["a", "b"] }, { tags: ["b", "a"] }, true],
  ["more tags are not the same", { field: "tags", op: "is", value: ["a"] }, { tags: ["b", "a"] }, false],
  ["any common tag is enough for `in`", { field: "tags", op: "in", value: ["c", "a"] }, { tags: ["b", "a"] }, true],
  ["case does not count in a search", { field: "company", op: "contains", value: "acme" }, { company: "深圳ACME" }, true],
  ["case counts in `is`", { field: "company", op: "is", value: "acme" }, { company: "ACME" }, false],
  ["a percent sign is just a character", { field: "company", op: "contains", value: "%" }, { company: "abc" }, false],
  ["mine is what I own", { field: "owner_id", op: "is", value: "@me" }, { owner_id: me }, true],
  ["my team and below reaches through the owner", { field: "owner_id.team_id", op: "under", value: "@my_team" }, { "owner_id.team_id": north }, true],
  ["Shenzhen is under Guangdong", { field: "region", op: "under", value: "广东省" }, { region: "广东省/深圳市" }, true],
  ["a name that only begins alike is not under it", { field: "region", op: "under", value: "广东" }, { region: "广东省/深圳市" }, false],
  ["something created this instant is within the last hour", { field: "created_at", op: "within", value: { last: 1, unit: "hour" } }, { created_at: "2026-03-05T02:00:00.000Z" }, true],
  ["before a day is before its start here", { field: "created_at", op: "before", value: "2026-03-05" }, { created_at: "2026-03-04T15:59:59.999Z" }, true],
  ["after a day is after its end here", { field: "created_at", op: "after", value: "2026-03-05" }, { created_at: "2026-03-05T15:59:59.999Z" }, false],
  ["between two days includes the whole second day", { field: "created_at", op: "between", value: ["2026-03-05", "2026-03-05"] }, { created_at: "2026-03-05T15:59:59.999Z" }, true],
  ["up to a day includes all of it", { field: "created_at", op: "lte", value: "2026-03-05" }, { created_at: "2026-03-05T15:59:59.999Z" }, true],
  ["up to an instant includes it", { field: "created_at", op: "lte", value: "2026-03-05T02:00:00.000Z" }, { created_at: "2026-03-05T02:00:00.000Z" }, true],
  ["less than a day ends before it", { field: "created_at", op: "lt", value: "2026-03-05" }, { created_at: "2026-03-04T16:00:00.000Z" }, false],
  ["from a day on begins with its start here", { field: "created_at", op: "gte", value: "today" }, { created_at: "2026-03-04T16:00:00.000Z" }, true],
  ["more than now is after this instant", { field: "created_at", op: "gt", value: "now" }, { created_at: "2026-03-05T02:00:00.000Z" }, false],
  ["a day field compared with an instant takes that instant's day here", { field: "due", op: "lte", value: "2026-03-04T16:00:00.000Z" }, { due: "2026-03-05" }, true],
  ["yesterday is overdue", { field: "due", op: "before", value: "today" }, { due: "2026-03-04" }, true],
  ["all of nothing is true", { all: [] }, {}, true],
  ["any of nothing is false", { any: [] }, {}, false],
];

describe("a filter means what it says", () => {
  test.each(sentences)("%s", (_sentence, filter, row, expected) => expect(matches(filter, row, env)).toBe(expected));
});

test("for a viewer who is nobody, nothing is mine and everything is not mine", () => {
  const { me: _me, ...nobody } = env;
  expect(matches({ field: "owner_id", op: "is", value: "@me" }, { owner_id: me }, nobody)).toBe(false);
  expect(matches({ field: "owner_id", op: "is", value: "@me" }, { owner_id: null }, nobody)).toBe(false);
  expect(matches({ field: "owner_id", op: "not", value: "@me" }, { owner_id: null }, nobody)).toBe(true);
});

test("a caller may fetch values its own way", () => {
  const test = compileFilter({ field: "account_id.name", op: "is", value: "Acme" }, env);
  expect(test({}, (_row, path) => (path === "account_id.name" ? "Acme" : undefined))).toBe(true);
});
