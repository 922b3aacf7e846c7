import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FIELD_TYPES, type FieldDef, type FieldType } from "../types.ts";
import type { ParseOptions } from "./definition.ts";
import { fieldTypes } from "./registry.ts";

const id = "0190f000-0000-7000-8000-000000000001";
const choices = [
  { value: "wechat", label: { zh: "微信", en: "WeChat" }, aliases: ["WX"] },
  { value: "ads", label: { zh: "广告, 线上", en: "Ads" }, aliases: ["抖音"] },
  { value: "old", label: { zh: "广告, 线上", en: "Old ads" }, retired: true },
];

function fieldOf(type: FieldType): FieldDef {
  return { key: "f", type, label: { zh: "字段", en: "Field" }, choices };
}

/** The canonical value, or "refused". */
function parse(type: FieldType, input: unknown, options?: ParseOptions): unknown {
  const parsed = fieldTypes[type].parse(input, fieldOf(type), options);
  return "value" in parsed ? parsed.value : "refused";
}

/** Every text inside a value, keys too: PostgreSQL takes neither NUL nor half a surrogate pair. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)]) : [];
}

const table: [FieldType, unknown, unknown][] = [
  ["text", "  Ｃｌｅｗ\u0000 有限公司\n深圳 ", "Clew 有限公司 深圳"],
  ["text", "a\u202eb\u200bc\ud83d", "abc\ufffd"],
  ["text", 42, "42"],
  ["text", { a: 1 }, "refused"],
  ["text", "x".repeat(2_001), "refused"],
  ["long_text", "您好，\r\n\t请回电：１３８\u0000 ", "您好，\n\t请回电：１３８"],
  ["number", "1,234.5", 1234.5],
  ["number", "￥1,200", 1200],
  ["number", "１２３", 123],
  ["number", "12%", 0.12],
  ["number", "1.2万", 12000],
  ["number", "-3亿", -300_000_000],
  ["number", "(500)", -500],
  ["number", "1.005", 1.01],
  ["number", -1.005, -1.01],
  ["number", "1e3", 1000],
  ["number", "1,23", "refused"],
  ["number", "12 abc", "refused"],
  ["number", ".", "refused"],
  ["number", Number.NaN, "refused"],
  ["number", 1e13, "refused"],
  ["number", true, "refused"],
  ["money", "RMB 3,000元", 3000],
  ["money", "￥-5", -5],
  ["percent", "12.5%", 12.5],
  ["percent", 12, 12],
  ["boolean", "是", true],
  ["boolean", "Yes", true],
  ["boolean", 0, false],
  ["boolean", "否", false],
  ["boolean", "maybe", "refused"],
  ["date", "2026-03-05", "2026-03-05"],
  ["date", "2026/3/5", "2026-03-05"],
  ["date", "2026.3.5", "2026-03-05"],
  ["date", "2026年3月5日", "2026-03-05"],
  ["date", "20260305", "2026-03-05"],
  ["date", 20260305, "2026-03-05"],
  ["date", "2026-03-04T20:00:00Z", "2026-03-05"],
  ["date", "2026-03-05 23:59", "2026-03-05"],
  ["date", "2026-02-29", "refused"],
  ["date", "3/5/2026", "refused"],
  ["date", "2026-03/05", "refused"],
  ["datetime", "2026-03-05T10:20:30+08:00", "2026-03-05T02:20:30.000Z"],
  ["datetime", "2026-03-05T10:20:30.1239Z", "2026-03-05T10:20:30.123Z"],
  ["datetime", "2026-03-05 10:20:30+08", "2026-03-05T02:20:30.000Z"],
  ["datetime", "2026-03-05 10:20", "2026-03-05T02:20:00.000Z"],
  ["datetime", "2026/3/5 1:02:03", "2026-03-04T17:02:03.000Z"],
  ["datetime", "2026年3月5日10时20分", "2026-03-05T02:20:00.000Z"],
  ["datetime", "2026-03-05", "2026-03-04T16:00:00.000Z"],
  ["datetime", "2026-03-05 24:00", "refused"],
  ["datetime", "2026-03-05 10:20+99:00", "refused"],
  ["datetime", 1772953200000, "refused"],
  ["choice", "微信", "wechat"],
  ["choice", "WECHAT", "wechat"],
  ["choice", "ｗｘ", "wechat"],
  ["choice", "广告, 线上", "ads"],
  ["choice", "old", "old"],
  ["choice", "电话", "refused"],
  ["multi_choice", "抖音；微信、wx", ["wechat", "ads"]],
  ["multi_choice", "广告, 线上", ["ads"]],
  ["multi_choice", ["ads", "wechat", "ads"], ["wechat", "ads"]],
  ["multi_choice", [], null],
  ["multi_choice", ["ads", "电话"], "refused"],
  ["phone", "+86 138-0013-8000", "+8613800138000"],
  ["phone", "（0755）８６７５ １２３４", "075586751234"],
  ["phone", "call me", "refused"],
  ["phone", "1234", "refused"],
  ["email", " Zhang.San+CRM@Example.COM ", "zhang.san+crm@example.com"],
  ["email", "张三@例子.中国", "张三@例子.中国"],
  ["email", "a@b@c.com", "refused"],
  ["email", "a b@c.com", "refused"],
  ["email", "a@localhost", "refused"],
  ["url", "www.example.com/价格", "https://www.example.com/价格"],
  ["url", "HTTP://example.com:8080/A?b=c", "http://example.com:8080/A?b=c"],
  ["url", "example.com:8080", "https://example.com:8080"],
  ["url", "javascript:alert(1)", "refused"],
  ["url", "ftp://example.com", "refused"],
  ["url", "https://a b", "refused"],
  ["person", id.toUpperCase(), id],
  ["team", "42", "refused"],
  ["link", "", null],
  ["region", "广东省 / 深圳市/", "广东省/深圳市"],
  ["region", ["广东省", "深圳市"], "广东省/深圳市"],
  ["file", { id, name: "报价\u0000.pdf", size: 3, type: "application/pdf", path: "/etc" }, [{ id, name: "报价.pdf", size: 3, type: "application/pdf" }]],
  ["file", [{ id, name: "a", size: -1, type: "b" }], "refused"],
  ["json", '{"a\\u0000": ["x\\u0000", 1]}', { a: ["x", 1] }],
  ["json", "{broken", "refused"],
  ["json", "[]", null],
];

describe("what people type becomes one canonical value", () => {
  test.each(table)("%s %j → %j", (type, input, expected) => expect(parse(type, input)).toEqual(expected));
});

test.each(FIELD_TYPES)("nothing typed into a %s is null", (type) => {
  for (const input of ["", "   ", null, undefined]) expect(parse(type, input)).toBeNull();
});

test("a time without offset is read in the organisation's time zone, also around the change of clocks", () => {
  const timeZone = "America/New_York";
  expect(parse("datetime", "2026-03-08 01:59", { timeZone })).toBe("2026-03-08T06:59:00.000Z");
  expect(parse("datetime", "2026-03-08 02:30", { timeZone })).toBe("2026-03-08T07:30:00.000Z");
  expect(parse("datetime", "2026-11-01 01:30", { timeZone })).toBe("2026-11-01T05:30:00.000Z");
});

test("JSON nested without end is refused rather than exhausting the stack", () => {
  expect(parse("json", "[".repeat(5_000) + "]".repeat(5_000))).toBe("refused");
});

test.each(FIELD_TYPES)("whatever is sent, a %s answers a value or a problem, and a parsed value parses to itself", (type) => {
  const input = fc.oneof(fc.string({ unit: "binary" }), fc.double(), fc.jsonValue(), fc.constantFrom(...table.map(([, each]) => each)));
  fc.assert(fc.property(input, (each) => {
    const value = parse(type, each);
    if (value !== "refused" && type !== "json") expect(parse(type, value)).toEqual(value);
    expect(textsIn(value).filter((text) => text.includes("\0") || !text.isWellFormed())).toEqual([]);
  }));
});

test("values are shown as Chinese readers write them", () => {
  const show = (type: FieldType, value: string | number | boolean | string[] | null, locale: "zh-CN" | "en" = "zh-CN") =>
    fieldTypes[type].format(value, fieldOf(type), locale);
  expect(show("money", 12345)).toBe("¥12,345.00");
  expect(show("money", 12345, "en")).toBe("¥12,345.00");
  expect(show("number", 1234.5)).toBe("1,234.5");
  expect(show("percent", 12.5)).toBe("12.5%");
  expect(show("boolean", true)).toBe("是");
  expect(show("boolean", false, "en")).toBe("No");
  expect(show("datetime", "2026-03-05T02:20:00.000Z")).toBe("2026-03-05 10:20");
  expect(show("multi_choice", ["wechat", "gone"])).toBe("微信、gone");
  expect(show("phone", "+8613800138000")).toBe("138 0013 8000");
  for (const type of FIELD_TYPES) expect(show(type, null)).toBe("");
});

const addresses = new URL("../../../../shared/data/email-validity/tests.json", import.meta.url);
test.skipIf(!existsSync(addresses))("addresses that the public test set calls valid are accepted, and broken ones are not", () => {
  const cases = JSON.parse(readFileSync(addresses, "utf8")) as [string, string][];
  // Surrounding white space is trimmed here, and a host without a dot is nobody's customer.
  const judged = cases.filter(([address]) => address === address.trim() && address !== "test@io" && address !== "");
  for (const [address, verdict] of judged) {
    expect([address, parse("email", address) !== "refused"]).toEqual([address, /^(valid|dnsWarn)/.test(verdict)]);
  }
  expect(judged.length).toBeGreaterThan(100);
});
