import { z } from "zod";
import { FilterShape, RuleId, TextShape, refuseTwins } from "../../core/policies/shapes.ts";
import { inWords } from "../../core/schema_problems.ts";

const Days = z.int().min(0).max(3650);
const SomeDays = z.int().min(1).max(3650);

const RecycleConditionShape = z.union([
  z.strictObject({ no_activity_days: SomeDays }),
  z.strictObject({ no_stage_change_days: SomeDays }),
  z.strictObject({ not_converted_days: SomeDays }),
  z.strictObject({ protection_ended: z.literal(true) }),
]);

export type RecycleCondition = z.output<typeof RecycleConditionShape>;
/** Conditions joined by "any" or "all", nested as needed. */
export type RecycleDue = { any: RecyclePart[] } | { all: RecyclePart[] };
export type RecyclePart = RecycleCondition | RecycleDue;

const parts = z.lazy(() => z.array(z.union([RecycleConditionShape, RecycleDueShape])).min(1).max(20));
const RecycleDueShape: z.ZodType<RecycleDue> = z.union([z.strictObject({ any: parts }), z.strictObject({ all: parts })]);

const RecycleRuleShape = z.strictObject({
  id: RuleId,
  name: TextShape,
  when: FilterShape,
  due: RecycleDueShape,
  /** Takes the lead back although it is protected; otherwise the rule waits for the end of protection. */
  despite_protection: z.boolean(),
  /** The pool it goes to; null: the pool whose policy this is. */
  to_pool: z.string().min(1).nullable(),
  /** Switched off; its dates are kept. */
  off: z.boolean().optional(),
});

const ProtectionShape = z
  .strictObject({ days: Days, activity_days: Days, max_days: Days.nullable() })
  .refine(({ days, max_days }) => max_days === null || days <= max_days, { path: ["max_days"], ...inWords("最长保护期不能短于默认保护期", "the maximum is below the default length") });
const Claims = z.int().min(0).nullable();
const Gap = z.int().min(0).max(86_400);
const Recycle = z.array(RecycleRuleShape).max(100).superRefine((rules, ctx) => refuseTwins(rules.map((rule) => rule.id), [], ctx));
const Warn = z.array(SomeDays).max(10);
const Kinds = z.array(z.string().min(1)).max(50);
const ExtensionShape = z.strictObject({
  /** How often an owner may put off the recycling of one lead by themselves; 0: only a manager may. */
  times: z.int().min(0).max(100),
  /** By how many days at most each time. */
  days: z.int().min(1).max(365),
});

/** What one pool has of its own; everything else is as in the base. Its limits hold besides those of the base: the smaller wins. */
const OwnRulesShape = z.strictObject({
  id: z.uuid(),
  /** How the pool is called in lists of changes. */
  name: TextShape.optional(),
  protection: ProtectionShape.optional(),
  limits: z.strictObject({ claims_per_day: Claims.optional(), holding: Claims.optional(), min_gap_seconds: Gap.optional() }).optional(),
  cooldown_days: Days.optional(),
  freeze_days: Days.optional(),
  recycle: Recycle.optional(),
  warn_days_before: Warn.optional(),
  activity_kinds: Kinds.optional(),
  extension: ExtensionShape.optional(),
});

/** Body of a pool policy: the rules of every pool, and what single pools have of their own. Days are calendar days of the organisation's time zone. */
export const PoolPolicyShape = z
  .strictObject({
    protection: ProtectionShape,
    limits: z.strictObject({
      claims_per_day: Claims,
      /** Leads held at once; of this, the team's, the pool's own and a person's own cap the smallest holds. */
      holding: Claims,
      /** Of teams, with those below them: how many leads each person may hold, and all of them together. */
      teams: z.array(z.strictObject({ id: z.uuid(), each: Claims, together: Claims })).max(200).optional(),
      count_converted: z.boolean(),
      min_gap_seconds: Gap,
      /** Whether a claim that was released still counts for its day. */
      released_counts: z.boolean(),
    }),
    /** Days for which a previous owner cannot claim again. */
    cooldown_days: Days,
    /** Days for which a lead new in the pool cannot be claimed. */
    freeze_days: Days,
    recycle: Recycle,
    warn_days_before: Warn,
    /** Kinds of activity that count as follow-up. */
    activity_kinds: Kinds,
    extension: ExtensionShape.optional(),
    pools: z.array(OwnRulesShape).max(200).optional(),
  })
  .superRefine((policy, ctx) => {
    refuseTwins((policy.pools ?? []).map((own) => own.id), ["pools"], ctx);
    refuseTwins((policy.limits.teams ?? []).map((team) => team.id), ["limits", "teams"], ctx);
  });

export type PoolPolicy = z.output<typeof PoolPolicyShape>;
export type OwnRules = z.output<typeof OwnRulesShape>;
export type RecycleRule = PoolPolicy["recycle"][number];

/** Where a policy says nothing of extensions. */
export const DEFAULT_EXTENSION = { times: 2, days: 3 };

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
