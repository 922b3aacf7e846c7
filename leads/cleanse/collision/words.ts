import { reasonsOf } from "../../../core/policies/reason.ts";

/** Texts of the reasons for a proposed verdict. */
export const COLLISION_WORDS = {
  entered_first: { zh: "先录入：{winner}（{first}），对方 {second}", en: "Entered first: {winner} ({first}); the other {second}" },
  entered_alike: { zh: "录入时间分不出先后", en: "Neither entered the customer first" },
  touched_first: { zh: "先有效联系：{winner}（{first}），对方 {second}", en: "First valid touch: {winner} ({first}); the other {second}" },
  only_touch: { zh: "只有{winner}有效联系过客户（{first}）", en: "Only {winner} has touched the customer ({first})" },
  touched_alike: { zh: "双方都没有有效联系，或时间相同", en: "Nobody has touched the customer first" },
  protected: { zh: "{winner}的保护期至 {until}", en: "{winner} is protected until {until}" },
  not_protected: { zh: "不在保护期内", en: "No protection is running" },
  territory_of: { zh: "客户属于{winner}的区域（{territory}）", en: "The customer lies in the territory of {winner} ({territory})" },
  territory_alike: { zh: "区域分不出归属", en: "Territory does not tell" },
  wished: { zh: "客户希望由{winner}跟进", en: "The customer wishes to work with {winner}" },
  no_wish: { zh: "没有客户意愿的证据，或双方说法不一", en: "No evidence of the customer's wish, or both say differently" },
  undecided: { zh: "按规则分不出归属，请主管判断", en: "The principles do not tell; the manager decides" },
} as const;

export const collisionReason = reasonsOf(COLLISION_WORDS);
