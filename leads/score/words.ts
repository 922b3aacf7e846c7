import { reasonsOf } from "../../core/policies/reason.ts";

/** Texts of the reasons of a score. */
export const SCORE_WORDS = {
  rule_fired: { zh: "{name}：{points} 分", en: "{name}: {points} points" },
  behaviour_fired: { zh: "{name}：{days} 天内 {times} 次，最近 {latest}，{points} 分", en: "{name}: {times} times in {days} days, last {latest}: {points} points" },
  behaviour_faded: { zh: "{name}：{days} 天内 {times} 次，最近 {latest}，{full} 分随时间减为 {points} 分（每 {half_life} 天减半）", en: "{name}: {times} times in {days} days, last {latest}: {full} points faded to {points} (halved every {half_life} days)" },
  group_capped: { zh: "{name} 最多 {limit} 分，调整 {points} 分", en: "{name} counts {limit} at most: {points} points" },
  group_floored: { zh: "{name} 最低 {limit} 分，调整 +{points} 分", en: "{name} counts {limit} at least: +{points} points" },
  total_capped: { zh: "总分最高 {limit} 分，调整 {points} 分", en: "The total is {limit} at most: {points} points" },
  total_floored: { zh: "总分最低 {limit} 分，调整 +{points} 分", en: "The total is {limit} at least: +{points} points" },
} as const;

export const scoreReason = reasonsOf(SCORE_WORDS);
