import { reasonsOf } from "../../../core/policies/reason.ts";

/** Texts of the reasons of a prediction. */
export const PREDICT_WORDS = {
  average: { zh: "平均一条线索的转化率：{percent}%", en: "An average lead converts: {percent}%" },
  factor: { zh: "{feature}：{level} {points}", en: "{feature}: {level} {points}" },
  rule_score: { zh: "规则评分 {score} {points}", en: "Rule score {score} {points}" },
  rest: { zh: "其他因素合计 {points}", en: "All other factors together {points}" },
} as const;

export const predictReason = reasonsOf(PREDICT_WORDS);
