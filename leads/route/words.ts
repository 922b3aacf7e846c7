import { reasonsOf } from "../../core/policies/reason.ts";

/** Texts of the reasons of a routing decision: why a rule was taken or left, why a candidate is in, out or chosen. */
export const ROUTE_WORDS = {
  rule_matched: { zh: "命中规则「{name}」", en: "Rule “{name}” applies" },
  rule_not_matched: { zh: "不符合规则「{name}」", en: "Rule “{name}” does not apply" },
  rule_no_candidate: { zh: "规则「{name}」无人可分：{out} 人都不可接", en: "Rule “{name}” has nobody: all {out} are out" },
  rule_no_account_owner: { zh: "规则「{name}」：没有对应客户的负责人", en: "Rule “{name}”: no account owner" },
  to_pool: { zh: "规则「{name}」放入公海 {pool}", en: "Rule “{name}” sends it to pool {pool}" },
  fallback_pool: { zh: "没有规则能分配，放入公海 {pool}", en: "No rule could assign it: pool {pool}" },
  fallback_person: { zh: "没有规则能分配，交给兜底负责人", en: "No rule could assign it: the fallback person" },
  fallback_person_inactive: { zh: "兜底负责人已停用，放入公海 {pool}", en: "The fallback person is not active: pool {pool}" },
  no_automation: { zh: "该联系人要求不做自动决策，由人工分配", en: "This person asked for no automated decisions; it is handed out by a person" },
  sticky_owner_out: { zh: "原负责人本次不可接，改用其他方式", en: "The former owner cannot take it; the other strategy decides" },
  inactive: { zh: "已停用", en: "Not active" },
  on_leave: { zh: "休假中", en: "On leave" },
  out_of_shift: { zh: "不在班次内", en: "Outside the shift" },
  over_open_capacity: { zh: "在手 {open} 条，上限 {cap} 条", en: "Holds {open} of {cap} leads" },
  over_daily_capacity: { zh: "今日已分 {today} 条，上限 {cap} 条", en: "Got {today} of {cap} leads today" },
  lacks_territory: { zh: "不负责 {province} {city}", en: "Does not cover {province} {city}" },
  lacks_skill: { zh: "缺少技能：{missing}", en: "Lacks skill: {missing}" },
  excluded: { zh: "被排除", en: "Excluded" },
  by_turn: { zh: "上次轮到第 {last} 次，当前第 {turn} 次", en: "Turn: last served at {last}, now {turn}" },
  by_weight: { zh: "权重 {weight}/{total}，累计 {credit}", en: "Weight {weight} of {total}, credit {credit}" },
  by_least_open: { zh: "在手 {open} 条", en: "Holds {open} leads" },
  by_former_owner: { zh: "同一电话或公司的原负责人", en: "Held the same phone or company before" },
  by_account: { zh: "客户负责人", en: "Owner of the account" },
} as const;

export const routeReason = reasonsOf(ROUTE_WORDS);
