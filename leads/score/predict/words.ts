import { reasonsOf } from "../../../core/policies/reason.ts";

/** Texts of the reasons of a prediction. */
export const PREDICT_WORDS = {
  average: { zh: "各项都居中的线索：{percent}%", en: "A lead that is average in everything: {percent}%" },
  factor: { zh: "{feature}：{level} {points}", en: "{feature}: {level} {points}" },
  rule_score: { zh: "规则评分 {score} {points}", en: "Rule score {score} {points}" },
  rest: { zh: "其他因素合计 {points}", en: "All other factors together {points}" },
} as const;

export const predictReason = reasonsOf(PREDICT_WORDS);
