import type { ObjectDef } from "../core/language/types.ts";

export const WON = "won";
export const LOST = "lost";

/** 商机: a possible deal with amount and stage. */
export const opportunityObject: ObjectDef = {
  key: "opportunity", label: { zh: "商机", en: "Opportunity" }, title: "name", standard: true,
  indexes: [["stage", "created_at desc", "id desc"]],
  fields: [
    { key: "name", type: "text", label: { zh: "商机名称", en: "Name" }, required: true, search: "name" },
    { key: "account_id", type: "link", target: "account", label: { zh: "客户", en: "Account" }, indexed: true },
    { key: "contact_id", type: "link", target: "contact", label: { zh: "联系人", en: "Contact" }, indexed: true },
    { key: "lead_id", type: "link", target: "lead", label: { zh: "来源线索", en: "Source lead" }, indexed: true },
    { key: "amount", type: "money", label: { zh: "金额", en: "Amount" }, indexed: true },
    {
      key: "stage", type: "choice", label: { zh: "阶段", en: "Stage" }, required: true, default: "discovery",
      choices: [
        { value: "discovery", label: { zh: "需求确认", en: "Discovery" }, color: "blue" }, { value: "proposal", label: { zh: "方案报价", en: "Proposal" }, color: "geekblue" },
        { value: "negotiation", label: { zh: "商务谈判", en: "Negotiation" }, color: "gold" }, { value: WON, label: { zh: "赢单", en: "Won" }, color: "green" }, { value: LOST, label: { zh: "输单", en: "Lost" }, color: "default" },
      ],
    },
    { key: "close_date", type: "date", label: { zh: "预计成交日", en: "Close date" } },
    { key: "closed_at", type: "datetime", label: { zh: "结束时间", en: "Closed" }, indexed: true },
    { key: "lost_reason", type: "text", label: { zh: "输单原因", en: "Lost because" } },
    { key: "product_line", type: "text", label: { zh: "产品线", en: "Product line" } },
    { key: "source", type: "text", label: { zh: "来源", en: "Source" } },
    { key: "campaign_id", type: "link", target: "campaign", label: { zh: "市场活动", en: "Campaign" }, indexed: true },
    { key: "note", type: "long_text", label: { zh: "备注", en: "Note" } },
    { key: "external_id", type: "text", label: { zh: "外部编号", en: "External id" }, indexed: true },
  ],
};
