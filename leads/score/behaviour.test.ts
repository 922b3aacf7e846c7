import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FilterEnv, Row } from "../../core/language/types.ts";
import { compileBehaviour, type Happened } from "./behaviour.ts";
import { compileScore } from "./decide.ts";
import { DEFAULT_SCORE_POLICY } from "./default.ts";
import { type BehaviourRule, type ScorePolicy, ScorePolicyShape } from "./policy.ts";

const DAY = 86_400_000;
const NOW = new Date("2026-03-25T02:00:00Z");
const env = (now = NOW): FilterEnv => ({ now, timeZone: "Asia/Shanghai", teamsUnder: (team) => [team] });
const pricing: BehaviourRule = {
  id: "pricing", name: { zh: "看价格页", en: "Reads prices" }, what: { event: "page" }, where: [{ field: "url", op: "contains", value: "/pricing" }], count: 3, days: 7, points: 15, half_life_days: 14,
};
const visit = (daysAgo: number, url = "https://a.cn/pricing", kind = "page"): Happened => ({ kind, at: NOW.getTime() - daysAgo * DAY, facts: { url } });
const points = (rule: BehaviourRule, happened: Happened[], now = NOW) => compileBehaviour(rule, env(now))(happened)?.points ?? 0;

const anyBehaviour: fc.Arbitrary<BehaviourRule> = fc.record({
  id: fc.constant("x"), name: fc.constant({ zh: "则", en: "Rule" }), what: fc.constantFrom<BehaviourRule["what"]>({ event: "page" }, { event: "download" }, { activity: "call", direction: "in" }),
  count: fc.integer({ min: 1, max: 4 }), days: fc.integer({ min: 1, max: 60 }), points: fc.integer({ min: -40, max: 40 }),
}).chain((rule) => fc.record({ half: fc.option(fc.integer({ min: 1, max: 60 })), cap: fc.option(fc.integer({ min: 1, max: 60 })), where: fc.boolean() }).map(({ half, cap, where }) => ({
  ...rule, ...(half === null ? {} : { half_life_days: half }), ...(cap === null ? {} : { cap }), ...(where ? { where: [{ field: "url" as const, op: "contains" as const, value: "pricing" }] } : {}),
})));
const anyHappened: fc.Arbitrary<Happened[]> = fc.array(fc.record({
  kind: fc.constantFrom("page", "download", "activity:call"), at: fc.integer({ min: 0, max: 90 * DAY }).map((ago) => NOW.getTime() - ago),
  facts: fc.record({ url: fc.constantFrom("https://a.cn/pricing", "https://a.cn/about"), direction: fc.constantFrom("in", "out") }) as fc.Arbitrary<Row>,
}), { maxLength: 30 });
const anyPolicy: fc.Arbitrary<ScorePolicy> = fc.array(fc.record({ measures: fc.constantFrom("fit" as const, "interest" as const, "neither" as const), max: fc.integer({ min: 0, max: 80 }), min: fc.integer({ min: -80, max: 0 }), behaviours: fc.array(anyBehaviour, { maxLength: 4 }), gift: fc.integer({ min: -30, max: 30 }) }), { maxLength: 4 })
  .map((groups) => ({
    ...DEFAULT_SCORE_POLICY,
    groups: groups.map(({ gift, behaviours, ...group }, g) => ({
      ...group, id: `g${g}`, kind: "own" as const, name: { zh: "组", en: "Group" }, rules: [{ id: `g${g}r`, name: { zh: "则", en: "Rule" }, when: { all: [] }, points: gift }],
      behaviours: behaviours.map((rule, b) => ({ ...rule, id: `g${g}b${b}` })),
    })),
  }));

describe("behaviour", () => {
  test("three looks at the prices within a week give fifteen points, two do not, nor three of another page", () => {
    expect(points({ ...pricing, half_life_days: undefined } as never, [visit(0), visit(1), visit(6)])).toBe(15);
    expect(points(pricing, [visit(0), visit(1), visit(8)])).toBe(0);
    expect(points(pricing, [visit(0), visit(1), visit(2, "https://a.cn/about")])).toBe(0);
  });

  test("points are halved every half-life since it was last done, in whole points", () => {
    const rule = { ...pricing, count: 1, days: 90 };
    expect([0, 7, 14, 28, 42].map((age) => points(rule, [visit(age)]))).toEqual([15, 11, 8, 4, 2]);
  });

  test("with a cap every time counts again, up to the cap; without one it counts once", () => {
    const rule: BehaviourRule = { id: "d", name: pricing.name, what: { event: "download" }, count: 1, days: 30, points: 4 };
    const three = [visit(1, "x", "download"), visit(2, "x", "download"), visit(3, "x", "download")];
    expect(points(rule, three)).toBe(4);
    expect(points({ ...rule, cap: 10 }, three)).toBe(10);
    expect(points({ ...rule, cap: 10, points: -4 }, three)).toBe(-10);
  });

  test("the reasons add up to the score, whatever fades and whatever is capped: 10,000 random cases", () => {
    fc.assert(fc.property(anyPolicy, anyHappened, (policy, happened) => {
      const { score, reasons } = compileScore(policy, env())({}, happened);
      expect(reasons.reduce((sum, { facts }) => sum + (facts.points as number), 0)).toBe(score);
      expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
    }), { numRuns: 10_000 });
  });

  test("until the moment a score says it next changes, it does not; and a stored policy without behaviour stays valid", () => {
    fc.assert(fc.property(anyBehaviour, anyHappened, fc.double({ min: 0, max: 1, noNaN: true }), (rule, happened, share) => {
      const found = compileBehaviour(rule, env())(happened);
      if (!found) return true;
      const wait = Math.min(found.next - NOW.getTime(), 400 * DAY);
      return points(rule, happened, new Date(NOW.getTime() + Math.max(0, Math.floor(wait * share) - 1))) === found.points;
    }), { numRuns: 2_000 });
    expect(ScorePolicyShape.parse(DEFAULT_SCORE_POLICY)).toEqual(DEFAULT_SCORE_POLICY);
    const withRule = { ...DEFAULT_SCORE_POLICY, groups: DEFAULT_SCORE_POLICY.groups.map((group, i) => (i === 0 ? { ...group, behaviours: [pricing] } : group)) };
    expect(ScorePolicyShape.parse(withRule)).toEqual(withRule);
    expect(ScorePolicyShape.safeParse({ ...withRule, groups: withRule.groups.map((group) => ({ ...group, behaviours: [pricing] })) }).success).toBe(false);
  });
});
