import type { ObjectDef } from "../core/language/types.ts";

/** 市场活动: marketing effort with dates and cost. */
export const campaignObject: ObjectDef = {
  key: "campaign", label: { zh: "市场活动", en: "Campaign" }, title: "name", standard: true,
  fields: [
    { key: "name", type: "text", label: { zh: "活动名称", en: "Name" }, required: true, search: "name" },
    { key: "kind", type: "text", label: { zh: "类型", en: "Kind" } },
    { key: "utm_campaign", type: "text", label: { zh: "UTM 活动标识", en: "UTM campaign" }, indexed: true },
    { key: "starts_on", type: "date", label: { zh: "开始", en: "Starts" } },
    { key: "ends_on", type: "date", label: { zh: "结束", en: "Ends" } },
    { key: "cost", type: "money", label: { zh: "费用", en: "Cost" } },
    { key: "note", type: "long_text", label: { zh: "备注", en: "Note" } },
  ],
};

/** The pool every organisation starts with; where leads go that no rule sends elsewhere. */
export const DEFAULT_POOL = "00000000-0000-7000-8000-000000000001";

/** 公海: leads without owner, under rules. Members and rules are kept here, limits in the pool policy. */
export const poolObject: ObjectDef = {
  key: "pool", label: { zh: "公海", en: "Pool" }, title: "name", standard: true,
  fields: [
    { key: "name", type: "text", label: { zh: "公海名称", en: "Name" }, required: true, search: "name" },
    { key: "everyone", type: "boolean", label: { zh: "全员可领取", en: "Open to everyone" }, default: true },
    { key: "member_teams", type: "json", label: { zh: "成员团队", en: "Member teams" } },
    { key: "member_people", type: "json", label: { zh: "成员", en: "Members" } },
    { key: "admin_people", type: "json", label: { zh: "管理员", en: "Admins" } },
    { key: "hidden_fields", type: "json", label: { zh: "领取前隐藏的字段", en: "Hidden before claim" } },
  ],
};
