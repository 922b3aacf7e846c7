import type { FieldDef, ObjectDef } from "../core/language/types.ts";

/** What an activity or a task is about; one of them is set. */
const about: FieldDef[] = [
  { key: "lead_id", type: "link", target: "lead", label: { zh: "线索", en: "Lead" }, indexed: true },
  { key: "account_id", type: "link", target: "account", label: { zh: "客户", en: "Account" }, indexed: "sparse" },
  { key: "contact_id", type: "link", target: "contact", label: { zh: "联系人", en: "Contact" }, indexed: "sparse" },
  { key: "opportunity_id", type: "link", target: "opportunity", label: { zh: "商机", en: "Opportunity" }, indexed: "sparse" },
];

export const ACTIVITY_KINDS = ["call", "visit", "email", "wechat", "meeting", "note"] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** 跟进记录: something that happened. */
export const activityObject: ObjectDef = {
  key: "activity", label: { zh: "跟进记录", en: "Activity" }, title: "summary", standard: true,
  indexes: [["lead_id", "happened_at desc", "id desc"], ["owner_id", "happened_at desc"]],
  fields: [
    {
      key: "kind", type: "choice", label: { zh: "方式", en: "Kind" }, required: true,
      choices: [
        { value: "call", label: { zh: "电话", en: "Call" } }, { value: "visit", label: { zh: "拜访", en: "Visit" } }, { value: "email", label: { zh: "邮件", en: "E-mail" } },
        { value: "wechat", label: { zh: "微信", en: "WeChat" } }, { value: "meeting", label: { zh: "会议", en: "Meeting" } }, { value: "note", label: { zh: "备注", en: "Note" } },
      ],
    },
    { key: "direction", type: "choice", label: { zh: "方向", en: "Direction" }, default: "out", choices: [{ value: "out", label: { zh: "我方发起", en: "Outbound" } }, { value: "in", label: { zh: "客户发起", en: "Inbound" } }] },
    {
      key: "outcome", type: "choice", label: { zh: "结果", en: "Outcome" },
      choices: [
        { value: "connected", label: { zh: "已接通", en: "Connected" } }, { value: "no_answer", label: { zh: "未接", en: "No answer" } }, { value: "busy", label: { zh: "忙", en: "Busy" } },
        { value: "interested", label: { zh: "有意向", en: "Interested" } }, { value: "not_interested", label: { zh: "无意向", en: "Not interested" } }, { value: "wrong_number", label: { zh: "空号", en: "Wrong number" } },
      ],
    },
    { key: "summary", type: "long_text", label: { zh: "内容", en: "Note" }, search: "text" },
    { key: "happened_at", type: "datetime", label: { zh: "发生时间", en: "Happened" }, required: true, indexed: true },
    { key: "minutes", type: "number", scale: 0, label: { zh: "时长（分钟）", en: "Minutes" } },
    { key: "place", type: "text", label: { zh: "地点", en: "Place" } },
    { key: "latitude", type: "number", scale: 6, label: { zh: "纬度", en: "Latitude" } },
    { key: "longitude", type: "number", scale: 6, label: { zh: "经度", en: "Longitude" } },
    ...about,
  ],
};

/** 待办: something to do by a time. */
export const taskObject: ObjectDef = {
  key: "task", label: { zh: "待办", en: "Task" }, title: "title", standard: true,
  indexes: [["owner_id", "done_at", "due_at"]],
  fields: [
    { key: "title", type: "text", label: { zh: "待办事项", en: "Task" }, required: true, search: "text" },
    { key: "due_at", type: "datetime", label: { zh: "截止时间", en: "Due" }, indexed: true },
    { key: "remind_at", type: "datetime", label: { zh: "提醒时间", en: "Remind" }, indexed: true },
    { key: "done_at", type: "datetime", label: { zh: "完成时间", en: "Done" }, indexed: true },
    { key: "priority", type: "choice", label: { zh: "优先级", en: "Priority" }, default: "normal", choices: [{ value: "high", label: { zh: "高", en: "High" }, color: "red" }, { value: "normal", label: { zh: "普通", en: "Normal" } }, { value: "low", label: { zh: "低", en: "Low" } }] },
    { key: "note", type: "long_text", label: { zh: "备注", en: "Note" } },
    { key: "is_next_step", type: "boolean", label: { zh: "下一步", en: "Next step" }, readonly: true },
    ...about,
  ],
};
