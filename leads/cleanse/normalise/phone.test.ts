import { expect, test } from "vitest";
import { normalisePhone } from "./phone.ts";

test.each(["13912345670", "+86 13912345670", "86-13912345670", "139 1234 5670", "139-1234-5670", "１３９１２３４５６７０", " 13912345670 ", "0086139 12345670", "＋８６ 139-1234-5670", "013912345670", "手机：13912345670", "13912345670.0"])("%s is one and the same mobile number", (typed) => {
  expect(normalisePhone(typed)).toEqual({ value: "+8613912345670", kind: "mobile", flags: [] });
});

test.each(["0755-26881234转801", "(0755) 2688 1234 ext 801", "+86 755 26881234-801", "0755-26881234-801"])("%s is a switchboard in Shenzhen with its extension", (typed) => {
  expect(normalisePhone(typed)).toEqual({ value: "+8675526881234", kind: "landline", extension: "801", province: "广东省", city: "深圳市", flags: [] });
});

test("a foreign number keeps its country, a service number is neither mobile nor landline", () => {
  expect(normalisePhone("+1 415 555 2671").value).toBe("+14155552671");
  expect(normalisePhone("(415) 555-2671", "US").value).toBe("+14155552671");
  expect(normalisePhone("400-820-8820")).toMatchObject({ value: "+864008208820", kind: "other" });
});

test.each(["13800000000", "11111111111", "13812345678", "138 0013 8000", "18888888888"])("nobody answers at %s", (typed) => {
  expect(normalisePhone(typed).flags).toContain("test_number");
});

test.each(["123", "无", "请加微信", "1.39E+10", "26881234", "12912345670", "+86 139123456"])("%s is not a phone number", (typed) => {
  expect(normalisePhone(typed)).toMatchObject({ value: null, flags: ["invalid"] });
});

test("of several numbers in one cell the mobile counts", () => {
  expect(normalisePhone("021-62771234、13912345670")).toMatchObject({ value: "+8613912345670", flags: ["several"] });
});
