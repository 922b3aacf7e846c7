import { z } from "zod";
import { FilterShape, RuleId, TextShape, refuseTwins } from "../../core/policies/shapes.ts";

const Id = z.string().min(1);
const Weight = z.number().min(0).max(100);

/** Fields by which a lead is like leads of the past. */
export const SIMILAR = ["source", "industry", "province", "product_line", "grade"] as const;
export type Similar = (typeof SIMILAR)[number];

const PlainStrategyShape = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("round_robin") }),
  /** Shares per person; whoever is not named has weight 1, weight 0 leaves a person out. */
  z.strictObject({ kind: z.literal("weighted"), weights: z.record(Id, z.int().min(0).max(10_000)) }),
  z.strictObject({ kind: z.literal("least_open") }),
  /** The effort of a lead is the weight of its grade's letter times that of its stage; what is not named weighs 1. */
  z.strictObject({ kind: z.literal("least_effort"), grade: z.strictObject({ A: Weight, B: Weight, C: Weight, D: Weight }).partial(), stage: z.record(z.string().min(1).max(64), Weight) }),
  /** Past conversion on similar leads; see match_stats.ts for the formula. */
  z.strictObject({
    kind: z.literal("best_match"),
    /** How much likeness in each field counts. */
    similar: z.strictObject(Object.fromEntries(SIMILAR.map((field) => [field, Weight])) as Record<Similar, typeof Weight>).partial(),
    /** As how many leads what is known already counts; the more, the slower a few results move a rate. */
    prior: z.int().min(1).max(10_000),
    /** Of 100 assignments, how many go in turn to those about whom least is known. */
    explore: z.int().min(0).max(100),
  }),
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
  /** Only people who have the lead's value of these fields among their skills; a lead without a value asks for nothing. */
  skills_of: z.array(z.enum(["product_line", "industry", "source"])).max(3).optional(),
  /** Only people whose shift is running. */
  in_shift: z.boolean().optional(),
  /** People of the target who get nothing by this rule. */
  except: z.array(Id).optional(),
  /** Whoever does not accept in time loses the lead to the next candidate. */
  accept_within: z
    .strictObject({
      minutes: z.int().min(1).max(525_600),
      time: z.enum(["business", "wall"]),
      /** Who let so many pass today gets no more by this rule; absent: any number. */
      most_missed: z.int().min(1).max(1_000).optional(),
    })
    .optional(),
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
export type AcceptWithin = NonNullable<RouteRule["accept_within"]>;
export type Strategy = z.output<typeof StrategyShape>;
export type PlainStrategy = z.output<typeof PlainStrategyShape>;
export type EffortWeights = Extract<PlainStrategy, { kind: "least_effort" }>;
export type BestMatch = Extract<PlainStrategy, { kind: "best_match" }>;

/** The strategy that decides when no former owner does. */
export const plainOf = (strategy: Strategy): PlainStrategy => (strategy.kind === "sticky" ? strategy.otherwise : strategy);

/** The strategies of the rules that hand leads to people. */
export const strategiesOf = (policy: RoutePolicy): PlainStrategy[] => policy.rules.filter(({ target }) => target.kind === "people" || target.kind === "team").map((rule) => plainOf(rule.strategy));

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
