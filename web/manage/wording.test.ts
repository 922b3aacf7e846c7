import { expect, test } from "vitest";
import { reworded, wordsIn } from "./wording.ts";

test("a text for everybody belongs to the language it is written in, and the other is added beside it", () => {
  expect([wordsIn("预约演示", "zh"), wordsIn("预约演示", "en")]).toEqual(["预约演示", ""]);
  expect(reworded("预约演示", "en", "Book a demo")).toEqual({ zh: "预约演示", en: "Book a demo" });
  expect(reworded("预约演示", "zh", "预约")).toEqual({ zh: "预约" });
  expect(reworded({ zh: "预约", en: "Book" }, "en", "")).toEqual({ zh: "预约" });
  expect(reworded(undefined, "zh", "预约")).toEqual({ zh: "预约" });
});
