import { expect, test } from "vitest";
import { AREA_CODES } from "./area_code_data.ts";
import { findCity, normaliseRegion } from "./region.ts";

test.each([
  ["沪", null, "上海市", "上海市"],
  ["上海市", "上海", "上海市", "上海市"],
  ["广东", "深圳", "广东省", "深圳市"],
  [null, "深圳", "广东省", "深圳市"],
  ["深圳", null, "广东省", "深圳市"],
  [null, "广东省深圳市南山区", "广东省", "深圳市"],
  ["广东 / 深圳", "", "广东省", "深圳市"],
  ["吉林", "吉林", "吉林省", "吉林市"],
  ["新疆", "乌市", "新疆维吾尔自治区", "乌鲁木齐市"],
  [null, "延边", "吉林省", "延边朝鲜族自治州"],
  ["北京", "朝阳", "北京市", "朝阳"],
  ["广东", "顺德", "广东省", "顺德"],
  [null, "湖南", "湖南省", null],
  ["California", "San Jose", "California", "San Jose"],
  [null, null, null, null],
])("%s, %s lies in %s, %s", (province, city, officialProvince, officialCity) => {
  expect(normaliseRegion(province, city)).toEqual({ province: officialProvince, city: officialCity });
});

test("a city outside the province typed with it is kept and marked", () => {
  expect(normaliseRegion("湖南", "深圳")).toEqual({ province: "湖南省", city: "深圳市", mismatch: true });
});

test("every area code names a known city", () => {
  const names = [...AREA_CODES.matchAll(/\d+(\p{Script=Han}+)/gu)].map((found) => found[1] as string);
  expect(names.filter((name) => !findCity(name))).toEqual([]);
});
