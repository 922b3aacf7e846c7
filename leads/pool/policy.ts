import { z } from "zod";
import { FilterShape, RuleId, TextShape, refuseTwins } from "../../core/policies/shapes.ts";

const Days = z.int().min(0).max(3650);
const SomeDays = z.int().min(1).max(3650);

const RecycleConditionShape = z.union([
  z.strictObject({ no_activity_days: SomeDays }),
  z.strictObject({ no_stage_change_days: SomeDays }),
  z.strictObject({ not_converted_days: SomeDays }),
  z.strictObject({ protection_ended: z.literal(true) }),
]);

const RecycleRuleShape = z.strictObject({
  id: RuleId,
  name: TextShape,
  when: FilterShape,
  due: z.union([z.strictObject({ any: z.array(RecycleConditionShape).min(1) }), z.strictObject({ all: z.array(RecycleConditionShape).min(1) })]),
  /** Takes the lead back although it is protected; otherwise the rule waits for the end of protection. */
  despite_protection: z.boolean(),
  /** The pool it goes to; null: the pool whose policy this is. */
  to_pool: z.string().min(1).nullable(),
  /** Switched off; its dates are kept. */
  off: z.boolean().optional(),
});

/** Body of a pool policy. Days are calendar days of the organisation's time zone. */
export const PoolPolicyShape = z
  .strictObject({
    protection: z
      .strictObject({ days: Days, activity_days: Days, max_days: Days.nullable() })
      .refine(({ days, max_days }) => max_days === null || days <= max_days, { path: ["max_days"], message: "the maximum is below the default length" }),
    limits: z.strictObject({
      claims_per_day: z.int().min(0).nullable(),
      /** Leads held at once; the smallest of this and a person's own caps holds. */
      holding: z.int().min(0).nullable(),
      count_converted: z.boolean(),
      min_gap_seconds: z.int().min(0).max(86_400),
      /** Whether a claim that was released still counts for its day. */
      released_counts: z.boolean(),
    }),
    /** Days for which the previous owner cannot claim again. */
    cooldown_days: Days,
    /** Days for which a lead new in the pool cannot be claimed. */
    freeze_days: Days,
    recycle: z.array(RecycleRuleShape).max(100),
    warn_days_before: z.array(SomeDays).max(10),
    /** Kinds of activity that count as follow-up. */
    activity_kinds: z.array(z.string().min(1)),
  })
  .superRefine((policy, ctx) => refuseTwins(policy.recycle.map((rule) => rule.id), ["recycle"], ctx));

export type PoolPolicy = z.output<typeof PoolPolicyShape>;
export type RecycleRule = PoolPolicy["recycle"][number];
export type RecycleCondition = z.output<typeof RecycleConditionShape>;

/** What ships: back to the pool after 7 days without follow-up. Neglect forfeits protection; work keeps it, up to 20 days. */
export const DEFAULT_POOL_POLICY: PoolPolicy = {
  protection: { days: 10, activity_days: 3, max_days: 20 },
  limits: { claims_per_day: 20, holding: 200, count_converted: false, min_gap_seconds: 0, released_counts: true },
  cooldown_days: 3,
  freeze_days: 0,
  recycle: [
    {
      id: "no_follow_up", name: { zh: "7 天未跟进", en: "7 days without follow-up" }, when: { all: [] },
      due: { any: [{ no_activity_days: 7 }] }, despite_protection: true, to_pool: null,
    },
  ],
  warn_days_before: [3, 1],
  activity_kinds: ["call", "visit", "email", "wechat", "meeting"],
};
