import type { FieldDef, ObjectDef } from "../core/language/types.ts";

const text = (key: string, zh: string, en: string, more: Partial<FieldDef> = {}): FieldDef => ({ key, type: "text", label: { zh, en }, ...more });

/** 客户: a company. */
export const accountObject: ObjectDef = {
  key: "account", label: { zh: "客户", en: "Account" }, title: "name", standard: true,
  fields: [
    text("name", "客户名称", "Name", { required: true, search: "name" }),
    text("credit_code", "统一社会信用代码", "Credit code", { search: "exact", indexed: true }),
    { key: "phone", type: "phone", label: { zh: "电话", en: "Phone" }, search: "phone", indexed: true },
    text("industry", "行业", "Industry"),
    text("province", "省份", "Province"),
    text("city", "城市", "City"),
    text("address", "地址", "Address"),
    { key: "website", type: "url", label: { zh: "网站", en: "Website" } },
    { key: "source_lead_id", type: "link", target: "lead", label: { zh: "来源线索", en: "Source lead" }, indexed: true, readonly: true },
    { key: "note", type: "long_text", label: { zh: "备注", en: "Note" } },
    text("external_id", "外部编号", "External id", { indexed: true }),
    text("company_key", "公司匹配键", "Company key", { internal: true, indexed: true, readonly: true }),
  ],
};

/** 联系人: a person at a company. */
export const contactObject: ObjectDef = {
  key: "contact", label: { zh: "联系人", en: "Contact" }, title: "name", standard: true,
  fields: [
    text("name", "姓名", "Name", { required: true, search: "name" }),
    { key: "account_id", type: "link", target: "account", label: { zh: "客户", en: "Account" }, indexed: true },
    { key: "phone", type: "phone", label: { zh: "手机", en: "Phone" }, search: "phone", indexed: true },
    { key: "email", type: "email", label: { zh: "邮箱", en: "Email" }, search: "exact" },
    text("wechat", "微信", "WeChat", { search: "exact", indexed: true }),
    text("job_title", "职位", "Job title"),
    { key: "source_lead_id", type: "link", target: "lead", label: { zh: "来源线索", en: "Source lead" }, indexed: true, readonly: true },
    { key: "note", type: "long_text", label: { zh: "备注", en: "Note" } },
    text("external_id", "外部编号", "External id", { indexed: true }),
    text("email_key", "邮箱匹配键", "Email key", { internal: true, indexed: true, readonly: true }),
    text("name_pinyin", "姓名拼音", "Name in pinyin", { internal: true, readonly: true }),
  ],
};
