import { reasonsOf } from "../../core/policies/reason.ts";

/** Texts of the reasons of pool decisions: protection, recycling, and why a claim is refused. */
export const POOL_WORDS = {
  protected_on_owning: { zh: "成为负责人起保护 {days} 天，至 {ends}", en: "Protected for {days} days from becoming owner, until {ends}" },
  protection_extended: { zh: "{on} 跟进，保护期延至 {ends}", en: "Followed up on {on}: protected until {ends}" },
  protection_unchanged: { zh: "{on} 跟进，保护期仍至 {ends}", en: "Followed up on {on}: still protected until {ends}" },
  protection_at_maximum: { zh: "保护期已到上限 {days} 天，至 {ends}", en: "Protection has reached its maximum of {days} days: {ends}" },
  not_owned: { zh: "没有负责人，不会回收", en: "Nobody owns it; there is nothing to take back" },
  closed: { zh: "阶段为 {stage}，不再回收", en: "At stage {stage} it is not taken back any more" },
  no_rule_applies: { zh: "没有适用的回收规则，不会自动回收", en: "No recycle rule applies; it is not taken back by itself" },
  recycle_rule: { zh: "回收规则「{name}」", en: "Recycle rule “{name}”" },
  no_activity: { zh: "自 {since} 起 {days} 天未跟进", en: "Not followed up for {days} days since {since}" },
  no_stage_change: { zh: "自 {since} 起 {days} 天阶段未推进", en: "Not advanced a stage for {days} days since {since}" },
  not_converted: { zh: "自 {since} 起 {days} 天未转化", en: "Not converted for {days} days since {since}" },
  protection_ended: { zh: "保护期至 {ends}", en: "Protection ends on {ends}" },
  extended: { zh: "已延期，{until} 前不回收", en: "Extended: not taken back before {until}" },
  waits_for_protection: { zh: "保护期内不回收，至 {ends}", en: "Not taken back while protected, until {ends}" },
  not_in_pool: { zh: "线索不在公海中", en: "The lead is not in the pool" },
  frozen: { zh: "新入公海，{until} 前不可领取", en: "New in the pool; cannot be claimed before {until}" },
  cooling_down: { zh: "您曾是负责人，{until} 后才可再次领取", en: "You held it before; you can claim it again from {until}" },
  over_claims_per_day: { zh: "今日已领取 {used} 条，上限 {limit} 条", en: "You have claimed {used} of {limit} today" },
  over_holding: { zh: "在手 {held} 条，上限 {limit} 条", en: "You hold {held} of {limit} leads" },
  over_own_holding: { zh: "在手 {held} 条，本人上限 {limit} 条", en: "You hold {held} leads; your own cap is {limit}" },
  over_team_holding: { zh: "在手 {held} 条，{team}每人上限 {limit} 条", en: "You hold {held} leads; the cap for each in {team} is {limit}" },
  over_team_together: { zh: "{team}共持有 {held} 条，团队上限 {limit} 条", en: "{team} holds {held} of {limit} leads together" },
  over_pool_claims_per_day: { zh: "今日已从此公海领取 {used} 条，上限 {limit} 条", en: "You have claimed {used} of {limit} from this pool today" },
  over_pool_holding: { zh: "在手来自此公海的线索 {held} 条，上限 {limit} 条", en: "You hold {held} of {limit} leads of this pool" },
  too_soon: { zh: "两次领取至少间隔 {seconds} 秒，{until} 后可领取", en: "Claims are {seconds} s apart at least; next from {until}" },
} as const;

export const poolReason = reasonsOf(POOL_WORDS);
