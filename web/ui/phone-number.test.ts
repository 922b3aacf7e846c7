import { expect, test } from "vitest";
import { groupPhone } from "./phone-number.ts";

test("mainland mobiles are read in groups of three, four and four", () => {
  expect(groupPhone("+8613912345678")).toBe("139 1234 5678");
  expect(groupPhone("13912345678")).toBe("139 1234 5678");
});

test("landlines show their area code", () => {
  expect(groupPhone("+861062345678")).toBe("010 6234 5678");
  expect(groupPhone("+8657188776655")).toBe("0571 8877 6655");
});

test("a masked or odd number is shown as it is", () => {
  expect(groupPhone("139****5678")).toBe("139****5678");
  expect(groupPhone("400-800")).toBe("400-800");
});
