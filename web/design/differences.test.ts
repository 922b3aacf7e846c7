import { expect, test } from "vitest";
import { differences } from "./differences.ts";

const name = (text: string) => ({ zh: text, en: text });
const rule = (id: string, points: number) => ({ id, name: name(id), when: { all: [] }, points });
const body = (...rules: unknown[]) => ({ groups: [{ id: "g", name: name("画像"), max: 50, rules }], heat: { high: 70, mid: 40 } });

test("nothing differs where only the order of keys does", () => {
  expect(differences({ a: 1, b: { c: null, d: [1] } }, { b: { d: [1], c: null }, a: 1 })).toEqual([]);
});

test("a changed number is told with both values and the rule it lies in", () => {
  expect(differences(body(rule("a", 5), rule("b", 1)), body(rule("a", 20), rule("b", 1)))).toEqual([{ kind: "changed", within: [name("画像"), name("a")], field: "points", before: 5, after: 20 }]);
  expect(differences(body(), { ...body(), heat: { high: 80, mid: 40 } })).toEqual([{ kind: "changed", within: [], field: "heat.high", before: 70, after: 80 }]);
});

test("rules that came, went or changed places are told as such and not as changes of one another", () => {
  expect(differences(body(rule("a", 1), rule("b", 1)), body(rule("c", 3), rule("b", 1), rule("a", 1)))).toEqual([
    { kind: "added", within: [name("画像"), name("c")], field: "rules" }, { kind: "moved", within: [name("画像")], field: "rules" },
  ]);
  expect(differences(body(rule("a", 1)), body())).toEqual([{ kind: "removed", within: [name("画像"), name("a")], field: "rules" }]);
});

test("conditions are told as changed, without their inside", () => {
  const after = { ...rule("a", 1), when: { field: "industry", op: "is", value: "制造" } };
  expect(differences(body(rule("a", 1)), body(after))).toEqual([{ kind: "changed", within: [name("画像"), name("a")], field: "when" }]);
});
