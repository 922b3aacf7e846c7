import { z } from "zod";
import { RuleId, TextShape, refuseTwins } from "../../core/policies/shapes.ts";

export const MATCH_KEYS = ["phone", "email", "wechat", "credit_code", "company_name", "company"] as const;
/** What is compared, always by its normalised key. `company_name`: company and pinyin of the person's name together; `company`: the company alone. */
export type MatchKeyName = (typeof MATCH_KEYS)[number];

export const ENTRIES = ["form", "api", "import", "hand", "webhook", "mail"] as const;
export type Entry = (typeof ENTRIES)[number];

const ActionShape = z.enum(["merge", "attach", "duplicate", "quarantine", "create"]);
export type MatchAction = z.output<typeof ActionShape>;

const MatchRuleShape = z.strictObject({
  id: RuleId,
  name: TextShape,
  /** Any of them equal is a match. */
  keys: z.array(z.enum(MATCH_KEYS)).min(1),
  /** Where to look; the first named is preferred. */
  against: z.array(z.enum(["lead", "account", "contact"])).min(1),
  /** Only records created within so many days before; null: any. */
  window_days: z.int().min(1).max(36_500).nullable(),
  /** What to do, by entry point; `other` for those not named. */
  action: z.strictObject({
    form: ActionShape.optional(), api: ActionShape.optional(), import: ActionShape.optional(), hand: ActionShape.optional(),
    webhook: ActionShape.optional(), mail: ActionShape.optional(), other: ActionShape,
  }),
});

/** Body of a match policy: rules from the strongest to the weakest; the first that finds a record decides. */
export const MatchPolicyShape = z
  .strictObject({ rules: z.array(MatchRuleShape).max(100) })
  .superRefine((policy, ctx) => refuseTwins(policy.rules.map((rule) => rule.id), ["rules"], ctx));

export type MatchPolicy = z.output<typeof MatchPolicyShape>;
export type MatchRule = MatchPolicy["rules"][number];

/** What ships: a known person is merged into their lead or attached to their account; the same name at the same company counts for a year. */
export const DEFAULT_MATCH_POLICY: MatchPolicy = {
  rules: [
    {
      id: "same_person", name: { zh: "电话、微信或邮箱相同", en: "Same phone, WeChat or e-mail" },
      keys: ["phone", "wechat", "email"], against: ["lead", "contact", "account"], window_days: null, action: { other: "merge" },
    },
    {
      id: "known_account", name: { zh: "已有客户", en: "Known account" },
      keys: ["credit_code"], against: ["account"], window_days: null, action: { other: "attach" },
    },
    {
      id: "same_name_at_company", name: { zh: "同公司同名", en: "Same name at the same company" },
      keys: ["company_name"], against: ["lead", "contact"], window_days: 365, action: { other: "merge" },
    },
  ],
};
