import type { Filter } from "../../core/language/types.ts";
import type { ScorePolicy, ScoreRule } from "./policy.ts";

const rule = (id: string, zh: string, en: string, points: number, when: Filter): ScoreRule => ({ id, name: { zh, en }, points, when });
const given = (field: string): Filter => ({ field, op: "not_empty" });
const titled = (...words: string[]): Filter => ({ any: words.map((value): Filter => ({ field: "job_title", op: "contains", value })) });
const from = (...sources: string[]): Filter => ({ field: "source", op: "in", value: sources });

/** The best-known domains of throw-away mail; a full list is screened before scoring. */
const THROW_AWAY = ["@mailinator.", "@guerrillamail.", "@10minutemail.", "@yopmail.", "@tempmail.", "@temp-mail."];

/** What a new organisation starts with: a company in China that sells to companies. Grades need no data beyond the first form. */
export const DEFAULT_SCORE_POLICY: ScorePolicy = {
  groups: [
    {
      id: "profile", name: { zh: "客户画像", en: "Profile" }, kind: "profile", measures: "fit", max: 50, min: 0,
      rules: [
        rule("company_given", "填写了公司名称", "Company given", 10, given("company")),
        rule("credit_code_given", "有统一社会信用代码", "Unified credit code given", 6, given("credit_code")),
        rule("decides", "职位有决定权", "Job title that decides", 15, titled("总经理", "董事长", "总裁", "总监", "创始人", "CEO", "CTO", "CIO")),
        rule("buys", "采购岗位", "Works in purchasing", 10, titled("采购")),
        rule("manages", "主管或经理", "Manager", 5, { all: [titled("经理", "主管"), { not: titled("总经理", "采购") }] }),
        rule("industry_given", "已知行业", "Industry known", 4, given("industry")),
        rule("target_industry", "重点行业", "Target industry", 8, { any: ["制造", "软件", "信息", "医疗", "物流"].map((value): Filter => ({ field: "industry", op: "contains", value })) }),
        rule("region_known", "已知所在地区", "Region known", 3, given("province")),
        rule("website_given", "有公司网站", "Website given", 3, given("website")),
      ],
    },
    {
      id: "source", name: { zh: "来源质量", en: "Source" }, kind: "source", measures: "interest", max: 25, min: 0,
      rules: [
        rule("source_referral", "客户推荐或合作伙伴", "Referred by a customer or partner", 25, from("客户推荐", "合作伙伴", "referral", "partner")),
        rule("source_own_door", "主动找来：官网、电话、小程序", "Came by itself: website, phone, mini-program", 20, from("官网表单", "电话咨询", "小程序", "website", "phone", "mini_program")),
        rule("source_event", "线下展会", "Met at an expo", 15, from("线下展会", "expo", "event")),
        rule("source_content", "微信公众号或知乎", "WeChat articles or Zhihu", 10, from("微信公众号", "知乎", "wechat", "zhihu")),
        rule("source_paid", "付费广告", "Paid advertising", 8, from("百度推广", "抖音广告", "腾讯广告", "baidu", "douyin", "tencent")),
      ],
    },
    {
      id: "intent", name: { zh: "购买意向", en: "Buying intent" }, kind: "behaviour", measures: "interest", max: 35, min: 0,
      rules: [
        rule("need_given", "写明了需求", "Need described", 12, given("need")),
        rule("budget_given", "有预算", "Budget given", 8, { field: "budget", op: "gt", value: 0 }),
        rule("budget_large", "预算 20 万以上", "Budget of 200,000 or more", 8, { field: "budget", op: "gte", value: 200_000 }),
        rule("product_line_given", "指明了产品线", "Product line named", 4, given("product_line")),
        rule("mobile_given", "留下手机号", "Mobile number left", 8, { field: "phone", op: "starts_with", value: "+861" }),
        rule("wechat_given", "留下微信", "WeChat left", 3, given("wechat")),
      ],
    },
    {
      id: "negative", name: { zh: "减分项", en: "Against" }, kind: "negative", measures: "fit", max: 0, min: -60,
      rules: [
        rule("disposable_email", "一次性邮箱", "Disposable e-mail address", -30, { any: THROW_AWAY.map((value): Filter => ({ field: "email", op: "contains", value })) }),
        rule("test_phone", "号码疑似无效", "Number that cannot be reached", -30, { field: "phone", op: "in", value: ["+8613800000000", "+8613800138000", "+8613888888888"] }),
        rule("no_company", "未填写公司", "No company", -10, { field: "company", op: "empty" }),
        rule("student", "学生", "Student", -25, titled("学生", "实习")),
        rule("do_not_contact", "要求不再联系", "Asked not to be contacted", -40, { field: "do_not_contact", op: "is", value: true }),
        rule("no_way_to_reach", "没有电话、邮箱和微信", "No phone, e-mail or WeChat", -40, { all: [{ field: "phone", op: "empty" }, { field: "email", op: "empty" }, { field: "wechat", op: "empty" }] }),
      ],
    },
  ],
  heat: { high: 70, mid: 40 },
  grade: { fit: { A: 30, B: 20, C: 10 }, interest: { 1: 45, 2: 30, 3: 15 } },
};
