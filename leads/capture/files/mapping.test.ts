import { expect, test } from "vitest";
import type { FieldDef, FieldType } from "../../../core/language/types.ts";
import { suggestMapping } from "./mapping.ts";
import { problemsCsv, problemsHeader } from "./problems.ts";

const field = (key: string, type: FieldType, zh: string, en: string, more: Partial<FieldDef> = {}): FieldDef => ({ key, type, label: { zh, en }, ...more });
const FIELDS = [
  field("name", "text", "姓名", "Name"), field("phone", "phone", "手机", "Phone"), field("email", "email", "邮箱", "E-mail"), field("wechat", "text", "微信", "WeChat"),
  field("company", "text", "公司", "Company"), field("job_title", "text", "职位", "Job title"), field("industry", "choice", "行业", "Industry"), field("province", "region", "省份", "Province"), field("city", "region", "城市", "City"),
  field("source", "choice", "来源", "Source"), field("product_line", "choice", "产品线", "Product line"), field("budget", "money", "预算", "Budget"), field("need", "long_text", "需求", "Need"), field("note", "long_text", "备注", "Note"),
  field("external_id", "text", "外部编号", "External ID"), field("landing_page", "url", "落地页", "Landing page"), field("created_at", "datetime", "创建时间", "Created", { readonly: true }), field("phone_key", "text", "手机键", "Phone key", { internal: true }),
  field("car_model", "text", "意向车型", "Car model", { aliases: ["车型"] }),
];
const mapped = (columns: string[], sample: string[][] = []) => Object.fromEntries(suggestMapping(columns, sample, FIELDS).map(({ column, field: key }) => [column, key]));

test("a usual Chinese list maps by itself", () => {
  const columns = ["姓名", "手机", "邮箱", "微信", "公司", "职位", "行业", "省份", "城市", "来源", "产品线", "预算", "需求", "备注", "外部编号", "创建时间"];
  expect(Object.values(mapped(columns))).toEqual(["name", "phone", "email", "wechat", "company", "job_title", "industry", "province", "city", "source", "product_line", "budget", "need", "note", "external_id", "created_at"]);
});

test("other spellings, remarks in brackets and own fields are recognised", () => {
  expect(mapped(["客户名称", "联系人", "联系电话（必填）*", "Email Address", "车型", "天气"])).toEqual({ 客户名称: "company", 联系人: "name", "联系电话（必填）*": "phone", "Email Address": "email", 车型: "car_model", 天气: null });
  expect(mapped(["mql_id", "first_contact_date", "landing_page_id", "origin"])).toEqual({ mql_id: "external_id", first_contact_date: "created_at", landing_page_id: "landing_page", origin: "source" });
});

test("each field is suggested once, to the column whose content fits", () => {
  const sample = [["020-62771234", "13912345670", "x"], ["", "13912345671", "y"]];
  const result = mapped(["电话", "手机号码", "手机"], sample.map(([a, b, c]) => [c as string, b as string, a as string]));
  expect(Object.values(result).filter((key) => key === "phone")).toHaveLength(1);
  expect(mapped(["电话", "手机"], [["转王总", "13912345670"]]).手机).toBe("phone");
});

test("without a telling header the content decides", () => {
  const [first, second] = suggestMapping(["列1", "#2"], [["a@qq.com", "13912345670"], ["b@qq.com", "139 1234 5671"]], FIELDS);
  expect([first?.field, second?.field]).toEqual(["email", "phone"]);
  expect(first?.because[0]?.code).toBe("content");
});

test("problem rows come back as they were, with reasons, and run nothing in a spreadsheet", () => {
  expect(problemsHeader(["姓名", "预算"], "zh-CN")).toBe("\ufeff行号,姓名,预算,问题\r\n");
  expect(problemsCsv([{ row: 7, cells: ["=1+1", "@x"], reasons: [{ zh: "手机无效", en: "not a phone" }, { zh: "重复", en: "duplicate" }] }], 2, "zh-CN")).toBe("7,'=1+1,'@x,手机无效；重复\r\n");
});
