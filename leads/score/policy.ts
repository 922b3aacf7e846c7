import { z } from "zod";
import { FilterShape, RuleId, TextShape, refuseTwins } from "../../core/policies/shapes.ts";
import { ACTIVITY_KINDS } from "../work.object.ts";
import { inWords } from "../../core/schema_problems.ts";

const ScoreRuleShape = z.strictObject({ id: RuleId, name: TextShape, when: FilterShape, points: z.int().min(-1000).max(1000) });

/** What a visitor does on the company's site. */
export const SITE_KINDS = ["page", "download", "form_start", "form_submit", "identify"] as const;
export type SiteKind = (typeof SITE_KINDS)[number];

/** What a behaviour rule may look at: the first eight of site events, the last of activities. */
export const BEHAVIOUR_FIELDS = ["url", "title", "referrer", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "outcome"] as const;

const BehaviourShape = z.strictObject({
  id: RuleId,
  name: TextShape,
  what: z.union([z.strictObject({ event: z.enum(SITE_KINDS) }), z.strictObject({ activity: z.enum(ACTIVITY_KINDS), direction: z.enum(["in", "out"]).optional() })]),
  /** All must hold of what is counted. */
  where: z.array(z.strictObject({ field: z.enum(BEHAVIOUR_FIELDS), op: z.enum(["contains", "starts_with", "is"]), value: z.string().min(1).max(500) })).max(10).optional(),
  /** So many times … */
  count: z.int().min(1).max(100),
  /** … within so many days. */
  days: z.int().min(1).max(365),
  points: z.int().min(-1000).max(1000),
  /** Points are halved every so many days since it was last done. */
  half_life_days: z.int().min(1).max(365).optional(),
  /** Given: every `count` times count again, up to so many points either way. */
  cap: z.int().min(1).max(1000).optional(),
});

const ScoreGroupShape = z
  .strictObject({
    id: RuleId,
    name: TextShape,
    kind: z.enum(["profile", "source", "behaviour", "negative", "own"]),
    /** Which half of the grade the group's points count towards. */
    measures: z.enum(["fit", "interest", "neither"]),
    /** Bounds of the group's sum. Zero lies between them, so that a group in which nothing fired adds nothing. */
    max: z.int().min(0),
    min: z.int().max(0),
    rules: z.array(ScoreRuleShape).max(500),
    behaviours: z.array(BehaviourShape).max(100).optional(),
  });

/** Body of a score policy. Points are whole, so that reasons add up to the score exactly. */
export const ScorePolicyShape = z
  .strictObject({
    groups: z.array(ScoreGroupShape).max(50),
    /** Lowest score that is hot (高) and warm (中); below is cold (低). */
    heat: z.strictObject({ high: z.int(), mid: z.int() }),
    /** Lowest fit points for A, B, C (else D) and lowest interest points for 1, 2, 3 (else 4). */
    grade: z.strictObject({
      fit: z.strictObject({ A: z.int(), B: z.int(), C: z.int() }),
      interest: z.strictObject({ 1: z.int(), 2: z.int(), 3: z.int() }),
    }),
  })
  .superRefine((policy, ctx) => {
    refuseTwins(policy.groups.map((group) => group.id), ["groups"], ctx);
    refuseTwins(policy.groups.flatMap((group) => [...group.rules, ...(group.behaviours ?? [])].map((rule) => rule.id)), ["groups"], ctx);
    const { fit, interest } = policy.grade;
    const falling = (path: string[], ...steps: number[]) => {
      if (steps.some((step, i) => i > 0 && step > (steps[i - 1] as number))) ctx.addIssue({ code: "custom", path, ...inWords("阈值必须依次降低", "thresholds must fall") });
    };
    falling(["heat"], policy.heat.high, policy.heat.mid);
    falling(["grade", "fit"], fit.A, fit.B, fit.C);
    falling(["grade", "interest"], interest[1], interest[2], interest[3]);
  });

export type ScorePolicy = z.output<typeof ScorePolicyShape>;
export type ScoreGroup = ScorePolicy["groups"][number];
export type ScoreRule = ScoreGroup["rules"][number];
export type BehaviourRule = NonNullable<ScoreGroup["behaviours"]>[number];

/** Every behaviour rule of a policy; none in the policy that ships. */
export const behavioursOf = (policy: ScorePolicy): BehaviourRule[] => policy.groups.flatMap((group) => group.behaviours ?? []);
