import { reasonsOf } from "../../core/policies/reason.ts";

/** Texts of the reasons of an SLA clock. */
export const SLA_WORDS = {
  clock_started: { zh: "「{name}」：{grade} 级 {minutes} 分钟（工作时间）", en: "“{name}”: grade {grade}, {minutes} minutes of business time" },
  clock_started_wall: { zh: "「{name}」：{grade} 级 {minutes} 分钟（自然时间）", en: "“{name}”: grade {grade}, {minutes} minutes on the wall clock" },
  outside_hours: { zh: "当时非工作时间，{opens} 起算", en: "Outside business hours; time runs from {opens}" },
  leave_skipped: { zh: "负责人休假时间不计", en: "The owner's leave does not count" },
  clock_continued: { zh: "转移后时限不变", en: "The clock went on after the transfer" },
  clock_restarted: { zh: "转移后重新计时", en: "The clock started again after the transfer" },
} as const;

export const slaReason = reasonsOf(SLA_WORDS);
