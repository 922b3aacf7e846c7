import { reasonsOf } from "../../core/policies/reason.ts";

/** Texts of the reasons of matching and merging. */
export const MATCH_WORDS = {
  phone_equal: { zh: "电话相同", en: "Same phone" },
  email_equal: { zh: "邮箱相同", en: "Same e-mail" },
  wechat_equal: { zh: "微信相同", en: "Same WeChat" },
  credit_code_equal: { zh: "统一社会信用代码相同", en: "Same unified credit code" },
  company_equal: { zh: "公司相同", en: "Same company" },
  company_equal_name_pinyin_equal: { zh: "公司相同且姓名读音相同", en: "Same company, and the name sounds the same" },
  field_equal: { zh: "{field}相同", en: "{field} equal" },
  field_sounds: { zh: "{field}读音相同", en: "{field} sounds the same" },
  field_swapped: { zh: "{field}顺序不同但内容相同", en: "{field} the same in another order" },
  field_nickname: { zh: "{field}为同一名字的昵称", en: "{field}: a nickname" },
  field_alike: { zh: "{field}相似 {percent}%", en: "{field} {percent}% alike" },
  field_differs: { zh: "{field}不同", en: "{field} differs" },
  likely: { zh: "同一人的可能性 {percent}%", en: "{percent}% likely the same" },
  match_rule: { zh: "查重规则「{name}」：{action}", en: "Match rule “{name}”: {action}" },
  blocked: { zh: "该客户已在系统中，请联系管理员", en: "This customer is known already; ask an administrator" },
  channel_override: { zh: "渠道设置为 {action}", en: "The channel says {action}" },
  same_batch: { zh: "与同一批第 {row} 条相同", en: "Same as number {row} of this batch" },
  converted_to_account: { zh: "原线索已转化，归入其客户", en: "The lead was converted; goes to its account" },
  cannot_merge_into: { zh: "不能并入{object}，改为关联", en: "Cannot be merged into a {object}; attached instead" },
  only_disqualified: { zh: "只与已判无效的线索相同，作为新线索", en: "Only disqualified leads match; a new lead" },
  others_matched: { zh: "另有 {count} 条匹配", en: "{count} more match" },
  no_match: { zh: "没有重复", en: "No duplicate" },
  filled: { zh: "{field}：原为空，采用另一条", en: "{field}: was empty, taken from the other" },
  united: { zh: "{field}：合并两边", en: "{field}: both together" },
  earliest: { zh: "{field}：取较早", en: "{field}: the earlier" },
  latest: { zh: "{field}：取较晚", en: "{field}: the later" },
  newest: { zh: "{field}：取较新的记录", en: "{field}: from the newer record" },
  longest: { zh: "{field}：取较完整", en: "{field}: the more complete" },
  oldest: { zh: "{field}：取最早创建的记录", en: "{field}: from the record created first" },
  trusted: { zh: "{field}：取更可信的来源", en: "{field}: from the more trusted source" },
  appended: { zh: "{field}：两段相接", en: "{field}: both kept, one after the other" },
  either: { zh: "{field}：任一为是", en: "{field}: yes in one of them" },
} as const;

/** What a rule or a channel wants done, as receipts tell it. */
export const ACTION_WORDS = {
  merge: { zh: "合并", en: "merge" }, attach: { zh: "关联", en: "attach" }, duplicate: { zh: "标为重复", en: "keep as duplicate" }, quarantine: { zh: "隔离", en: "set aside" }, create: { zh: "照常新建", en: "create" }, block: { zh: "拦下", en: "turn away" },
} as const;

export const matchReason = reasonsOf(MATCH_WORDS);
