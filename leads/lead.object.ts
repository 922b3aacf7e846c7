import type { Choice, FieldDef, ObjectDef } from "../core/language/types.ts";

const choice = (value: string, zh: string, en: string, color?: string, aliases: string[] = []): Choice => ({ value, label: { zh, en }, aliases, ...(color ? { color } : {}) });
const text = (key: string, zh: string, en: string, more: Partial<FieldDef> = {}): FieldDef => ({ key, type: "text", label: { zh, en }, ...more });

export const STAGES = ["new", "assigned", "contacted", "qualified", "accepted", "converted", "nurturing", "disqualified"] as const;
export type Stage = (typeof STAGES)[number];

/** Stages in which a lead is no longer worked: they hold no quota and no clock. */
export const CLOSED_STAGES: ReadonlySet<string> = new Set(["converted", "disqualified"]);

export const leadObject: ObjectDef = {
  key: "lead",
  label: { zh: "线索", en: "Lead" },
  title: "name",
  standard: true,
  indexes: [
    ["stage", "created_at desc", "id desc"],
    ["pool_id", "created_at desc", "id desc", "where pool_id is not null"],
    ["owner_id", "stage", "score desc nulls last", "where owner_id is not null"],
    ["owner_id", "next_step_at", "where next_step_at is not null"],
    ["owner_id", "recycle_at", "where recycle_at is not null"],
    ["company_key", "name_pinyin", "where company_key is not null"],
  ],
  fields: [
    text("name", "姓名", "Name", { search: "name", aliases: ["联系人", "客户姓名", "full name", "contact name"] }),
    { key: "phone", type: "phone", label: { zh: "手机", en: "Phone" }, search: "phone", indexed: "sparse", aliases: ["电话", "手机号", "联系电话", "mobile", "tel"] },
    { key: "email", type: "email", label: { zh: "邮箱", en: "Email" }, search: "exact", aliases: ["电子邮件", "mail"] },
    text("wechat", "微信", "WeChat", { search: "exact", aliases: ["微信号"] }),
    text("company", "公司", "Company", { search: "name", aliases: ["公司名称", "客户名称", "单位", "account"] }),
    text("credit_code", "统一社会信用代码", "Credit code", { search: "exact", indexed: "sparse" }),
    text("job_title", "职位", "Job title", { aliases: ["职务", "title"] }),
    text("industry", "行业", "Industry", { aliases: ["所属行业"] }),
    text("province", "省份", "Province", { aliases: ["省"] }),
    text("city", "城市", "City", { aliases: ["市"] }),
    text("address", "地址", "Address"),
    { key: "website", type: "url", label: { zh: "网站", en: "Website" } },
    {
      key: "company_size", type: "choice", label: { zh: "公司规模", en: "Company size" },
      choices: [choice("1-20", "20 人以下", "Up to 20"), choice("21-100", "21–100 人", "21–100"), choice("101-500", "101–500 人", "101–500"), choice("501-2000", "501–2000 人", "501–2,000"), choice("2000+", "2000 人以上", "Over 2,000")],
    },
    text("product_line", "产品线", "Product line", { aliases: ["意向产品"] }),
    { key: "budget", type: "money", label: { zh: "预算", en: "Budget" } },
    { key: "need", type: "long_text", label: { zh: "需求", en: "Need" }, aliases: ["留言", "咨询内容", "message"] },
    text("source", "来源", "Source", { aliases: ["线索来源", "渠道来源", "origin", "lead source"] }),
    { key: "campaign_id", type: "link", target: "campaign", label: { zh: "市场活动", en: "Campaign" }, indexed: "sparse" },
    text("utm_source", "UTM 来源", "UTM source"),
    text("utm_medium", "UTM 媒介", "UTM medium"),
    text("utm_campaign", "UTM 活动", "UTM campaign"),
    text("utm_term", "UTM 关键词", "UTM term"),
    text("utm_content", "UTM 内容", "UTM content"),
    text("referrer", "来路", "Referrer"),
    text("landing_page", "落地页", "Landing page"),
    {
      key: "stage", type: "choice", label: { zh: "阶段", en: "Stage" }, required: true, default: "new",
      choices: [
        choice("new", "新线索", "New", "blue"), choice("assigned", "已分配", "Assigned", "geekblue"), choice("contacted", "已联系", "Contacted", "cyan"),
        choice("qualified", "市场合格 (MQL)", "Qualified (MQL)", "gold"), choice("accepted", "销售接受 (SAL)", "Accepted (SAL)", "orange"),
        choice("converted", "已转化", "Converted", "green"), choice("nurturing", "培育中", "Nurturing", "lime"), choice("disqualified", "判无效", "Disqualified", "default"),
      ],
    },
    {
      key: "disqualify_reason", type: "choice", label: { zh: "无效原因", en: "Disqualify reason" },
      choices: [choice("no_answer", "多次联系不上", "Cannot be reached"), choice("no_need", "没有需求", "No need"), choice("no_budget", "没有预算", "No budget"), choice("wrong_number", "空号或错号", "Wrong number"), choice("competitor", "同行", "Competitor"), choice("duplicate", "重复", "Duplicate"), choice("other", "其他", "Other")],
    },
    { key: "score", type: "number", scale: 0, label: { zh: "评分", en: "Score" }, readonly: true, indexed: true },
    text("grade", "分级", "Grade", { readonly: true }),
    {
      key: "heat", type: "choice", label: { zh: "热度", en: "Heat" }, readonly: true,
      choices: [choice("high", "高", "High", "red"), choice("mid", "中", "Mid", "orange"), choice("low", "低", "Low", "default")],
    },
    { key: "predicted", type: "percent", label: { zh: "预测转化率", en: "Predicted" }, readonly: true },
    { key: "pool_id", type: "link", target: "pool", label: { zh: "公海", en: "Pool" }, readonly: true },
    {
      key: "tags", type: "multi_choice", label: { zh: "标签", en: "Tags" },
      choices: [choice("key", "重点", "Key", "red"), choice("expo", "展会", "Expo", "blue"), choice("referral", "老客户转介", "Referral", "green"), choice("competitor_user", "竞品用户", "Uses a competitor", "purple"), choice("nurture", "待培育", "To nurture", "gold")],
    },
    { key: "do_not_contact", type: "boolean", label: { zh: "请勿联系", en: "Do not contact" } },
    { key: "no_automation", type: "boolean", label: { zh: "不参与自动决策", en: "No automated decisions" } },
    text("external_id", "外部编号", "External id", { indexed: "sparse", aliases: ["外部ID", "mql_id", "crm id"] }),
    { key: "note", type: "long_text", label: { zh: "备注", en: "Note" }, aliases: ["说明", "remark"] },
    { key: "first_response_at", type: "datetime", label: { zh: "首次响应", en: "First response" }, readonly: true },
    { key: "last_activity_at", type: "datetime", label: { zh: "最近跟进", en: "Last activity" }, readonly: true },
    { key: "next_step_at", type: "datetime", label: { zh: "下次跟进", en: "Next step" }, indexed: "sparse" },
    text("next_step", "下一步", "Next step text"),
    { key: "assigned_at", type: "datetime", label: { zh: "分配时间", en: "Assigned" }, readonly: true },
    { key: "stage_at", type: "datetime", label: { zh: "进入阶段时间", en: "In stage since" }, readonly: true },
    { key: "qualified_at", type: "datetime", label: { zh: "成为 MQL 时间", en: "Qualified" }, readonly: true },
    { key: "accepted_at", type: "datetime", label: { zh: "销售接受时间", en: "Accepted" }, readonly: true },
    { key: "converted_at", type: "datetime", label: { zh: "转化时间", en: "Converted" }, readonly: true, indexed: "sparse" },
    { key: "protected_until", type: "datetime", label: { zh: "保护期至", en: "Protected until" }, readonly: true },
    { key: "extended_until", type: "datetime", label: { zh: "延期至", en: "Extended until" }, readonly: true },
    { key: "home_pool_id", type: "link", target: "pool", label: { zh: "所属公海", en: "Home pool" }, readonly: true },
    { key: "recycle_at", type: "datetime", label: { zh: "预计回收", en: "Recycled at" }, readonly: true },
    { key: "response_due_at", type: "datetime", label: { zh: "响应时限", en: "Response due" }, readonly: true },
    { key: "times_recycled", type: "number", scale: 0, label: { zh: "回收次数", en: "Times recycled" }, readonly: true, default: 0 },
    { key: "account_id", type: "link", target: "account", indexed: "sparse", label: { zh: "客户", en: "Account" }, readonly: true },
    { key: "contact_id", type: "link", target: "contact", label: { zh: "联系人", en: "Contact" }, readonly: true },
    { key: "opportunity_id", type: "link", target: "opportunity", label: { zh: "商机", en: "Opportunity" }, readonly: true },
    { key: "duplicate_of", type: "link", target: "lead", indexed: "sparse", label: { zh: "重复于", en: "Duplicate of" }, readonly: true },
    text("channel", "渠道", "Channel", { readonly: true }),
    text("phone_key", "电话匹配键", "Phone key", { internal: true, readonly: true }),
    text("wechat_key", "微信匹配键", "WeChat key", { internal: true, indexed: true, readonly: true }),
    text("email_key", "邮箱匹配键", "Email key", { internal: true, indexed: true, readonly: true }),
    text("company_key", "公司匹配键", "Company key", { internal: true, readonly: true }),
    text("name_pinyin", "姓名拼音", "Name in pinyin", { internal: true, readonly: true }),
  ],
};
