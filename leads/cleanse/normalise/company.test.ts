import { expect, test } from "vitest";
import { companyKey } from "./company.ts";

test("a company is found again without its legal form, with other brackets, with its place in front or in brackets", () => {
  const spellings = ["深圳天海机械有限公司", "天海机械（深圳）有限公司", "天海机械(深圳)有限责任公司", " 深圳市天海机械 股份有限公司", "深圳天海机械", "天海机械（深圳市）集团有限公司"];
  expect(new Set(spellings.map(companyKey))).toEqual(new Set(["深圳天海机械"]));
});

test("companies of one brand in two cities, and a branch, stay different", () => {
  expect(new Set(["深圳天海机械有限公司", "北京天海机械有限公司", "天海机械有限公司", "天海机械有限公司深圳分公司"].map(companyKey)).size).toBe(4);
  expect(companyKey("天海机械有限公司深圳分公司")).toBe(companyKey("天海机械深圳分公司"));
});

test("English names lose their legal form too", () => {
  expect(new Set(["Acme Trading Co., Ltd.", "ACME Trading Inc", "Acme Trading GmbH & Co. KG", "Ａｃｍｅ trading"].map(companyKey))).toEqual(new Set(["acmetrading"]));
});

test("a key is never empty, a legal form or a place alone", () => {
  expect(["", "无", "有限公司", "北京", "深圳市", "Co., Ltd", "个人", "---"].map(companyKey)).toEqual(Array(8).fill(null));
  expect(companyKey("北京有限公司")).toBe("北京有限公司");
  expect(companyKey("中国集团有限公司")).toBe("中国集团");
});
