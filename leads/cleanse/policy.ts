import { z } from "zod";
import { RuleId, TextShape, refuseTwins } from "../../core/policies/shapes.ts";
import { COMPARERS } from "./compare/fields.ts";
import { inWords } from "../../core/schema_problems.ts";

export const MATCH_KEYS = ["phone", "email", "wechat", "credit_code", "company_name", "company"] as const;
/** What is compared, always by its normalised key. `company_name`: company and pinyin of the person's name together; `company`: the company alone. */
export type MatchKeyName = (typeof MATCH_KEYS)[number];

export const ENTRIES = ["form", "api", "import", "hand", "webhook", "mail"] as const;
export type Entry = (typeof ENTRIES)[number];

/** `block`: not taken, and the caller is told no more than that the customer is known. */
const ActionShape = z.enum(["merge", "attach", "duplicate", "quarantine", "create", "block"]);
/** What a channel may wish for; only a rule blocks. */
export type MatchAction = Exclude<z.output<typeof ActionShape>, "block">;

/** Stands for every field the organisation added itself that can be compared. */
export const OWN_FIELDS = "*";

const ComparisonShape = z.strictObject({
  /** A lead field, or "*" for every own field. */
  field: z.string().min(1).max(48),
  /** `exact`: the same but for spelling; `fuzzy`: alike at least by `threshold`; `pinyin_equal`: names that sound the same. */
  how: z.enum(["exact", "fuzzy", "pinyin_equal"]).default("fuzzy"),
  /** From which likeness on the field agrees, 0.5 to 1. */
  threshold: z.number().min(0.5).max(1).default(0.8),
  /** How much this field counts against the others, 0.1 to 5. */
  weight: z.number().min(0.1).max(5).default(1),
  /** No match unless it agrees. */
  required: z.boolean().default(false),
  /** How values are compared, where not as the type of the field says. */
  as: z.enum(COMPARERS).optional(),
});
export type Comparison = z.output<typeof ComparisonShape>;

const MatchRuleShape = z
  .strictObject({
    id: RuleId,
    name: TextShape,
    /** Any of them equal is a match. */
    keys: z.array(z.enum(MATCH_KEYS)),
    /** Fields weighed together instead: a match when they make it certain enough. */
    compare: z.array(ComparisonShape).max(40).optional(),
    /** How probable a match of compared fields must be, 0.5 to 0.9999. Absent where every one must agree. */
    certainty: z.number().min(0.5).max(0.9999).optional(),
    /** At least one of these compared fields must agree: two people at one company share much. */
    one_of: z.array(z.string().min(1).max(48)).max(40).optional(),
    /** Only records of the same product line; one without a product line matches any. */
    same_product_line: z.boolean().optional(),
    /** Who asks: what arrives, the search of the whole base, or both (default). */
    where: z.enum(["arrivals", "desk", "both"]).optional(),
    /** Where to look; the first named is preferred. `pool`: only leads that lie in a pool. */
    against: z.array(z.enum(["lead", "pool", "account", "contact"])).min(1),
    /** Only records created within so many days before; null: any. */
    window_days: z.int().min(1).max(36_500).nullable(),
    /** What to do, by entry point; `other` for those not named. */
    action: z.strictObject({
      form: ActionShape.optional(), api: ActionShape.optional(), import: ActionShape.optional(), hand: ActionShape.optional(),
      webhook: ActionShape.optional(), mail: ActionShape.optional(), other: ActionShape,
    }),
  })
  .refine((rule) => rule.keys.length > 0 || (rule.compare?.length ?? 0) > 0, { path: ["keys"], ...inWords("请选择比较什么", "name what is compared") });

/** Body of a match policy: rules from the strongest to the weakest; the first that finds a record decides. */
export const MatchPolicyShape = z
  .strictObject({ rules: z.array(MatchRuleShape).max(100) })
  .superRefine((policy, ctx) => refuseTwins(policy.rules.map((rule) => rule.id), ["rules"], ctx));

export type MatchPolicy = z.output<typeof MatchPolicyShape>;
export type MatchRule = MatchPolicy["rules"][number];

/** How certain a match must be where a rule does not say. */
export const CERTAINTY = 0.95;

/** Whether a rule asks for what arrives; rules of before there was a choice ask everywhere. */
export const forArrivals = (rule: MatchRule): boolean => rule.where !== "desk";
export const forDesk = (rule: MatchRule): boolean => rule.where !== "arrivals";

const compared = (field: string, more: Partial<Comparison> = {}): Comparison => ({ field, how: "fuzzy", threshold: 0.8, weight: 1, required: false, ...more });

/**
 * What ships: a known person is merged into their lead or attached to their account; the same name at the same company counts for a
 * year. The search of the whole base also weighs everything two leads say of themselves; what arrives is looked up by exact keys only.
 */
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
    {
      id: "likely_same_person", name: { zh: "很可能是同一人", en: "Very likely the same person" },
      keys: [], where: "desk", certainty: CERTAINTY, against: ["lead"], window_days: null, action: { other: "merge" },
      compare: [
        compared("name"), compared("phone"), compared("email"), compared("wechat"), compared("company"), compared("address"), compared("city"), compared("province"), compared(OWN_FIELDS),
      ],
      one_of: ["name", "phone", "email", "wechat", OWN_FIELDS],
    },
  ],
};
