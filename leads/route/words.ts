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
  fallback_person_full: { zh: "兜底负责人在手 {open} 条已满，放入公海 {pool}", en: "The fallback person is full with {open} leads: pool {pool}" },
  no_automation: { zh: "该联系人要求不做自动决策，由人工分配", en: "This person asked for no automated decisions; it is handed out by a person" },
  sticky_owner_out: { zh: "原负责人本次不可接，改用其他方式", en: "The former owner cannot take it; the other strategy decides" },
  inactive: { zh: "已停用", en: "Not active" },
  on_leave: { zh: "休假中", en: "On leave" },
  out_of_shift: { zh: "不在班次内", en: "Outside the shift" },
  over_open_capacity: { zh: "在手 {open} 条，上限 {cap} 条", en: "Holds {open} of {cap} leads" },
  over_daily_capacity: { zh: "今日已分 {today} 条，上限 {cap} 条", en: "Got {today} of {cap} leads today" },
  lacks_territory: { zh: "不负责 {province} {city}", en: "Does not cover {province} {city}" },
  lacks_skill: { zh: "缺少技能：{missing}", en: "Lacks skill: {missing}" },
  over_grade_capacity: { zh: "在手 {grade} 级 {open} 条，上限 {cap} 条", en: "Holds {open} of {cap} leads of grade {grade}" },
  missed_accept: { zh: "这条线索曾未及时接受", en: "Did not accept this lead in time" },
  over_missed: { zh: "今日未及时接受 {missed} 条，上限 {cap} 条", en: "Missed {missed} of {cap} leads today" },
  excluded: { zh: "被排除", en: "Excluded" },
  by_turn: { zh: "上次轮到第 {last} 次，当前第 {turn} 次", en: "Turn: last served at {last}, now {turn}" },
  by_weight: { zh: "权重 {weight}/{total}，累计 {credit}", en: "Weight {weight} of {total}, credit {credit}" },
  by_least_open: { zh: "在手 {open} 条", en: "Holds {open} leads" },
  by_least_effort: { zh: "在手工作量 {effort}（{open} 条）", en: "Effort in hand {effort} ({open} leads)" },
  by_match: { zh: "相似线索预期转化率 {rate}%（相似样本 {sample} 条，共 {known} 条结果）", en: "Expected conversion of similar leads {rate}% (from {sample} similar of {known} finished leads)" },
  by_exploring: { zh: "探索名额：了解尚少（{known} 条结果），预期转化率 {rate}%", en: "Exploration share: little is known yet ({known} finished leads), expected conversion {rate}%" },
  by_cover: { zh: "「{person}」休假，由其代班", en: "Covers for {person}, who is on leave" },
  accept_until: { zh: "请在 {until} 前接受，否则转给下一位", en: "To be accepted by {until}; after that the next one gets it" },
  runner_up: { zh: "若「{chosen}」不可接，则由「{person}」接收", en: "Were {chosen} out, {person} would get it" },
  would_get: { zh: "若「{person}」没有以上各项原因，则由其接收", en: "Were none of this in the way, {person} would get it" },
  would_get_on_leave: { zh: "若「{person}」未休假，则由其接收", en: "Were {person} not on leave, they would get it" },
  would_get_in_shift: { zh: "若「{person}」在班次内，则由其接收", en: "Were {person} on shift, they would get it" },
  would_get_open: { zh: "若「{person}」在手未满，则由其接收", en: "Had {person} room for more open leads, they would get it" },
  would_get_daily: { zh: "若「{person}」今日名额未用完，则由其接收", en: "Had {person} room for more leads today, they would get it" },
  would_get_grade: { zh: "若「{person}」该级别名额未满，则由其接收", en: "Had {person} room for this grade, they would get it" },
  would_get_territory: { zh: "若「{person}」负责该地区，则由其接收", en: "Did {person} cover this place, they would get it" },
  would_get_skill: { zh: "若「{person}」具备所需技能，则由其接收", en: "Had {person} the skill, they would get it" },
  would_get_missed: { zh: "若「{person}」及时接受，则由其接收", en: "Had {person} accepted in time, they would get it" },
  by_former_owner: { zh: "同一电话或公司的原负责人", en: "Held the same phone or company before" },
  by_account: { zh: "客户负责人", en: "Owner of the account" },
} as const;

/** Why somebody is out → what would be so were it not for that. */
export const WOULD_GET: Readonly<Record<string, keyof typeof ROUTE_WORDS>> = {
  on_leave: "would_get_on_leave", out_of_shift: "would_get_in_shift", over_open_capacity: "would_get_open", over_daily_capacity: "would_get_daily", over_grade_capacity: "would_get_grade",
  lacks_territory: "would_get_territory", lacks_skill: "would_get_skill", missed_accept: "would_get_missed", over_missed: "would_get_missed",
};

export const routeReason = reasonsOf(ROUTE_WORDS);
