import { expect, test } from "vitest";
import { byColumn, choose, sent } from "./mapping.ts";

test("a field belongs to one column: choosing it for another takes it from the first", () => {
  const mapping = choose(byColumn({ phone: "手机", name: "姓名" }), "备用电话", "phone");
  expect(sent(["姓名", "手机", "备用电话"], mapping)).toEqual([{ column: "姓名", field: "name" }, { column: "手机", field: null }, { column: "备用电话", field: "phone" }]);
});

test("leaving a column out keeps the others", () => {
  expect(choose({ 姓名: "name", 手机: "phone" }, "姓名", undefined)).toEqual({ 手机: "phone" });
});
