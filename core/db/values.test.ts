import { expect, test } from "vitest";
import { instant, valueTypes } from "./values.ts";

test("an instant is UTC text with exactly three digits, so that text order is time order", () => {
  expect(instant("2026-03-25 01:02:03+00")).toBe("2026-03-25T01:02:03.000Z");
  expect(instant("2026-03-25 01:02:03.0049+00")).toBe("2026-03-25T01:02:03.004Z");
  expect(instant("2026-03-25 09:02:03.5+08")).toBe("2026-03-25T01:02:03.500Z");
  expect(instant("infinity")).toBe("infinity");
});

test("numbers of any size column arrive as numbers, dates as the text they are, also in arrays", () => {
  const read = (oid: number, text: string) => valueTypes.getTypeParser(oid, "text")(text);
  expect(read(1700, "12.50")).toBe(12.5);
  expect(read(20, "9007199254740991")).toBe(9007199254740991);
  expect(read(1082, "2026-03-25")).toBe("2026-03-25");
  expect(read(1182, "{2026-03-25,NULL}")).toEqual(["2026-03-25", null]);
  expect(read(1016, "{1,2}")).toEqual([1, 2]);
});
