import { expect, test } from "vitest";
import type { FieldMeta, ObjectMeta } from "../api/objects.ts";
import { gridColumns, SELECTION } from "./grid-columns.ts";

const field = (key: string): FieldMeta => ({ key, type: "text", label: { zh: key, en: key } }) as FieldMeta;
const object = { key: "lead", title: "name" } as ObjectMeta;
const columns = [{ key: "name", frozen: true, field: field("name") }, { key: "city", frozen: false, field: field("city") }, { key: "phone", frozen: true, field: field("phone") }];
const widths = { name: 100, city: 110, phone: 120 };

test("columns fill the room to the pixel, and keep their width where there is none to share", () => {
  expect(gridColumns(object, columns, widths, 1_001).reduce((sum, { width }) => sum + width, 0)).toBe(1_001);
  expect(gridColumns(object, columns, widths, 200).map(({ width }) => width)).toEqual([100, 110, 120]);
});

test("a frozen column stays beside the frozen ones before it", () => {
  expect(gridColumns(object, columns, widths, 0).map(({ left }) => left)).toEqual([SELECTION, undefined, SELECTION + 100]);
});
