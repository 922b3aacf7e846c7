import { reasonsOf } from "../../core/policies/reason.ts";

/** Texts of the reasons of an SLA clock. */
export const SLA_WORDS = {
  clock_started: { zh: "「{name}」：{grade} 级 {minutes} 分钟（工作时间）", en: "“{name}”: grade {grade}, {minutes} minutes of business time" },
  clock_started_wall: { zh: "「{name}」：{grade} 级 {minutes} 分钟（自然时间）", en: "“{name}”: grade {grade}, {minutes} minutes on the wall clock" },
  outside_hours: { zh: "当时非工作时间，{opens} 起算", en: "Outside business hours; time runs from {opens}" },
  leave_skipped: { zh: "负责人休假时间不计", en: "The owner's leave does not count" },
  leave_hands_on: { zh: "负责人 {at} 起休假，届时转给下一位", en: "The owner is on leave from {at}; the lead is then handed to the next person" },
  clock_continued: { zh: "转移后时限不变", en: "The clock went on after the transfer" },
  clock_restarted: { zh: "转移后重新计时", en: "The clock started again after the transfer" },
  clock_paused: { zh: "{at} 暂停计时：{reason}", en: "Paused at {at}: {reason}" },
  clock_resumed: { zh: "{at} 继续计时，到期 {due_at}", en: "Went on at {at}, due {due_at}" },
  pause_used_up: { zh: "{at} 暂停时间已用完，继续计时，到期 {due_at}", en: "The time for pauses was used up at {at}; the clock went on, due {due_at}" },
  clock_moved: { zh: "规则、日历或休假有变，到期由 {from} 改为 {to}", en: "Rules, calendar or leave changed: due moved from {from} to {to}" },
  clock_withdrawn: { zh: "规则已改，不再计时", en: "The rules changed; the clock no longer applies" },
  reassigned: { zh: "「{name}」超时，由 {from} 改派给 {to}", en: "“{name}” was missed: handed from {from} to {to}" },
  reassigned_on_leave: { zh: "{from} 休假，改派给 {to}", en: "{from} is on leave: handed to {to}" },
  nobody_to_take: { zh: "「{name}」需要改派，但没有其他人可以接", en: "“{name}” asks to hand it on, but nobody else can take it" },
  replay_met: { zh: "「{name}」{person}：{from} 起，应于 {due_at}，实际 {at}，按时", en: "“{name}”, {person}: from {from}, due {due_at}, done {at}: in time" },
  replay_missed: { zh: "「{name}」{person}：{from} 起，应于 {due_at}，实际 {at}，超时", en: "“{name}”, {person}: from {from}, due {due_at}, done {at}: missed" },
  replay_running: { zh: "「{name}」{person}：{from} 起，应于 {due_at}，计时中", en: "“{name}”, {person}: from {from}, due {due_at}: running" },
  took: { zh: "用时 {minutes} 分钟（计时时间）", en: "Took {minutes} minutes of the time that counts" },
  did_notify_owner: { zh: "{at} 已提醒负责人", en: "Reminded the owner at {at}" },
  did_notify_manager: { zh: "{at} 已通知主管", en: "Told the manager at {at}" },
  did_notify_group: { zh: "{at} 已通知一组人：{whom}", en: "Told a group at {at}: {whom}" },
  did_notify_named_group: { zh: "{at} 已通知群组「{called}」：{whom}", en: "Told the group “{called}” at {at}: {whom}" },
  did_raise_priority: { zh: "{at} 已把下一步待办升为紧急", en: "Made the next step urgent at {at}" },
  returned: { zh: "「{name}」超时，由 {from} 退回公海", en: "“{name}” was missed: taken back from {from} into the pool" },
} as const;

export const slaReason = reasonsOf(SLA_WORDS);
