import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FilterEnv, Row } from "../../core/language/types.ts";
import { parseFilter } from "../../core/language/filter/parse.ts";
import { leadObject } from "../lead.object.ts";
import { compileScore } from "./decide.ts";
import { DEFAULT_SCORE_POLICY } from "./default.ts";
import { ScorePolicyShape } from "./policy.ts";
import type { ScorePolicy } from "./policy.ts";

const env: FilterEnv = { now: new Date("2026-03-25T02:00:00Z"), timeZone: "Asia/Shanghai", teamsUnder: (team) => [team] };
const sum = (reasons: { facts: Record<string, unknown> }[]) => reasons.reduce((total, { facts }) => total + (facts.points as number), 0);

const FIELDS = ["company", "source", "budget", "need"] as const;
const anyRow: fc.Arbitrary<Row> = fc.record({
  company: fc.constantFrom(null, "甲", "乙"), source: fc.constantFrom(null, "客户推荐", "抖音广告"),
  budget: fc.constantFrom(null, 0, 1000, 900_000), need: fc.constantFrom(null, "要货"),
});
const anyPolicy: fc.Arbitrary<ScorePolicy> = fc
  .array(fc.record({
    measures: fc.constantFrom("fit" as const, "interest" as const, "neither" as const),
    max: fc.integer({ min: 0, max: 80 }), min: fc.integer({ min: -80, max: 0 }),
    rules: fc.array(fc.record({ field: fc.constantFrom(...FIELDS), op: fc.constantFrom("empty" as const, "not_empty" as const), points: fc.integer({ min: -60, max: 60 }) }), { maxLength: 6 }),
  }), { maxLength: 5 })
  .map((groups) => ({
    ...DEFAULT_SCORE_POLICY,
    groups: groups.map((group, g) => ({
      ...group, id: `g${g}`, kind: "own" as const, name: { zh: "组", en: "Group" },
      rules: group.rules.map(({ points, ...when }, r) => ({ id: `g${g}r${r}`, name: { zh: "则", en: "Rule" }, when, points })),
    })),
  }));

describe("score", () => {
  test("the default policy is a valid policy, and an unknown key in a policy is refused", () => {
    expect(ScorePolicyShape.parse(DEFAULT_SCORE_POLICY)).toEqual(DEFAULT_SCORE_POLICY);
    expect(ScorePolicyShape.safeParse({ ...DEFAULT_SCORE_POLICY, bonus: 1 }).success).toBe(false);
    expect(ScorePolicyShape.safeParse({ ...DEFAULT_SCORE_POLICY, groups: [DEFAULT_SCORE_POLICY.groups[0], DEFAULT_SCORE_POLICY.groups[0]] }).success).toBe(false);
    expect(ScorePolicyShape.safeParse({ ...DEFAULT_SCORE_POLICY, heat: { high: 10, mid: 20 } }).success).toBe(false);
  });

  test("every filter of the default policy is understood by the standard lead", () => {
    const fields = new Map(leadObject.fields.map((field) => [field.key, field]));
    const schema = { field: (object: string, key: string) => (object === "lead" ? fields.get(key) : undefined) };
    for (const { when } of DEFAULT_SCORE_POLICY.groups.flatMap((group) => group.rules)) expect(parseFilter(when, "lead", schema)).toEqual(when);
  });

  test("reasons always add up to a score between 0 and 100", () => {
    fc.assert(fc.property(anyPolicy, anyRow, (policy, row) => {
      const { score, reasons } = compileScore(policy, env)(row);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
      expect(sum(reasons)).toBe(score);
    }), { numRuns: 500 });
  });

  test("raising the points of a rule never lowers anybody's score", () => {
    fc.assert(fc.property(anyPolicy, anyRow, fc.nat(), fc.nat(40), (policy, row, pick, more) => {
      const rules = policy.groups.flatMap((group) => group.rules);
      fc.pre(rules.length > 0);
      const raised = structuredClone(policy);
      const target = raised.groups.flatMap((group) => group.rules)[pick % rules.length];
      if (target) target.points += more;
      expect(compileScore(raised, env)(row).score).toBeGreaterThanOrEqual(compileScore(policy, env)(row).score);
    }), { numRuns: 500 });
  });

  test("a referred director with a budget is hot and A1; a nameless throw-away address is D4 and cold", () => {
    const score = compileScore(DEFAULT_SCORE_POLICY, env);
    const good = score({ company: "华东制造有限公司", job_title: "采购总监", industry: "制造业", province: "上海市", source: "客户推荐", budget: 300_000, need: "替换旧系统", phone: "+8613912345678" });
    expect(good).toMatchObject({ grade: "A1", heat: "high" });
    expect(good.reasons.map((r) => r.facts.rule)).toContain("source_referral");
    const bad = score({ email: "x@mailinator.com", source: "抖音广告" });
    expect(bad).toMatchObject({ score: 0, grade: "D4", heat: "low" });
    expect(bad.reasons.at(-1)).toMatchObject({ code: "total_floored" });
  });

  test("a capped group says how many points were cut", () => {
    const { reasons } = compileScore(DEFAULT_SCORE_POLICY, env)({ company: "甲", credit_code: "x", job_title: "采购总监", industry: "软件", province: "上海市", website: "a.cn", source: "客户推荐" });
    expect(reasons.find((r) => r.code === "group_capped")?.facts).toMatchObject({ group: "profile", limit: 50, points: -9 });
  });
});
