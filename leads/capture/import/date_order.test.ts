import { expect, it } from "vitest";
import { dateOrderOf, yearFirst } from "./date_order.ts";

it("a day above twelve tells whether day or month comes first", () => {
  expect(dateOrderOf(["01-02-2018", "26-02-2018 19:58"])).toBe("dmy");
  expect(dateOrderOf(["10/1/2016", "10/20/2016", ""])).toBe("mdy");
});

it("a column where no day is above twelve is read by its separator", () => {
  expect(dateOrderOf(["01-02-2018"])).toBe("dmy");
  expect(dateOrderOf(["1/2/2018"])).toBe("mdy");
});

it("columns of other things have no order", () => {
  expect(dateOrderOf(["2018-01-02", "2018-02-03"])).toBeUndefined();
  expect(dateOrderOf(["王芳", "1/2/2018", "李强"])).toBeUndefined();
});

it("dates are turned year first, with their time, and anything else is left", () => {
  expect(yearFirst("26-02-2018 19:58", "dmy")).toBe("2018-02-26 19:58");
  expect(yearFirst(" 3/1/2017", "mdy")).toBe("2017-3-1");
  expect(yearFirst("昨天", "mdy")).toBe("昨天");
});
