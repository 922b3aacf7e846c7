import { expect, test } from "vitest";
import { readProblems } from "./problem-rows.ts";

const FILE = "\ufeff行号,姓名,电话,问题\r\n3,\"王,芳\",123,无法识别“123”\r\n9,,abc,没有可用的电话\r\n";

test("problem rows are read with their cells and reasons", () => {
  expect(readProblems(FILE, true, 10)).toEqual([
    { number: "3", reasons: "无法识别“123”", cells: [{ column: "姓名", value: "王,芳" }, { column: "电话", value: "123" }] },
    { number: "9", reasons: "没有可用的电话", cells: [{ column: "电话", value: "abc" }] },
  ]);
});

test("of a file that was cut off, the last row is not believed", () => {
  expect(readProblems(FILE.slice(0, -6), false, 10).map((row) => row.number)).toEqual(["3"]);
});
