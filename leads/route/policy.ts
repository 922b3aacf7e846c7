import { z } from "zod";
import { FilterShape, RuleId, TextShape, refuseTwins } from "../../core/policies/shapes.ts";

const Id = z.string().min(1);

const PlainStrategyShape = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("round_robin") }),
  /** Shares per person; whoever is not named has weight 1, weight 0 leaves a person out. */
  z.strictObject({ kind: z.literal("weighted"), weights: z.record(Id, z.int().min(0).max(10_000)) }),
  z.strictObject({ kind: z.literal("least_open") }),
]);

const StrategyShape = z.discriminatedUnion("kind", [
  ...PlainStrategyShape.options,
  /** Whoever held the same phone or company before, if among the candidates; else `otherwise` decides. */
  z.strictObject({ kind: z.literal("sticky"), otherwise: PlainStrategyShape }),
]);

const RouteRuleShape = z.strictObject({
  id: RuleId,
  name: TextShape,
  when: FilterShape,
  target: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("people"), ids: z.array(Id).min(1) }),
    z.strictObject({ kind: z.literal("team"), id: Id, below: z.boolean().optional() }),
    z.strictObject({ kind: z.literal("pool"), id: Id }),
    z.strictObject({ kind: z.literal("account_owner") }),
  ]),
  /** Ignored by the targets pool and account_owner. */
  strategy: StrategyShape,
  /** Only people in whose territories the lead's province or city lies. */
  territory: z.boolean().optional(),
  /** Only people with all of these skills. */
  skills: z.array(z.string().min(1)).optional(),
  /** Only people whose shift is running. */
  in_shift: z.boolean().optional(),
  /** People of the target who get nothing by this rule. */
  except: z.array(Id).optional(),
});

/** Body of a route policy: the first rule that matches and has a candidate decides; the fallback catches the rest. */
export const RoutePolicyShape = z
  .strictObject({
    rules: z.array(RouteRuleShape).max(500),
    fallback: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("pool"), id: Id }),
      z.strictObject({ kind: z.literal("person"), id: Id }),
    ]),
  })
  .superRefine((policy, ctx) => refuseTwins(policy.rules.map((rule) => rule.id), ["rules"], ctx));

export type RoutePolicy = z.output<typeof RoutePolicyShape>;
export type RouteRule = RoutePolicy["rules"][number];
export type Strategy = z.output<typeof StrategyShape>;
export type PlainStrategy = z.output<typeof PlainStrategyShape>;

/** What a new organisation starts with: an account's owner keeps its leads, everything else waits in the pool named `pool`. */
export function defaultRoutePolicy(pool: string): RoutePolicy {
  return {
    rules: [
      {
        id: "account_owner", name: { zh: "老客户归原负责人", en: "Known accounts stay with their owner" },
        when: { all: [] }, target: { kind: "account_owner" }, strategy: { kind: "round_robin" },
      },
    ],
    fallback: { kind: "pool", id: pool },
  };
}
