import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FilterEnv } from "../../core/language/types.ts";
import { canClaim, canClaimAll } from "./claimable.ts";
import type { ClaimLead, Claimer } from "./claimable.ts";
import { DEFAULT_POOL_POLICY, PoolPolicyShape } from "./policy.ts";
import type { PoolPolicy, RecycleRule } from "./policy.ts";
import { extend, protect } from "./protection.ts";
import { recycleAt } from "./recycle.ts";
import type { RecycleFacts } from "./recycle.ts";

const policy = DEFAULT_POOL_POLICY;
const at = (text: string) => new Date(`${text}+08:00`);
const env: FilterEnv = { now: at("2026-03-25T10:00:00"), timeZone: "Asia/Shanghai", teamsUnder: (team) => [team] };
const facts = (more: Partial<RecycleFacts> = {}): RecycleFacts => ({
  row: {}, owner_id: "p", stage: "assigned", owned_since: at("2026-03-25T15:00:00"), last_activity_at: null, stage_changed_at: null, protection_ends: "2026-04-04", ...more,
});
const withRule = (rule: Partial<RecycleRule>): PoolPolicy => ({ ...policy, recycle: [{ ...(policy.recycle[0] as RecycleRule), ...rule }] });

describe("protection", () => {
  test("claimed on 25 March it ends on 4 April, follow-ups move it, and never beyond 14 April", () => {
    let protection = protect(policy, "2026-03-25");
    const ends = [protection.ends];
    for (const day of ["2026-03-28", "2026-04-02", "2026-04-05", "2026-04-08", "2026-04-11", "2026-04-13", "2026-04-30"]) {
      protection = extend(policy, protection, day);
      ends.push(protection.ends);
    }
    expect(ends).toEqual(["2026-04-04", "2026-04-04", "2026-04-05", "2026-04-08", "2026-04-11", "2026-04-14", "2026-04-14", "2026-04-14"]);
    expect(protection.reasons.at(-1)?.code).toBe("protection_at_maximum");
  });

  test("whatever happens in whatever order, it never gets shorter and never passes the maximum", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 60 })), (days) => {
      let protection = protect(policy, "2026-03-25");
      for (const day of days) {
        const next = extend(policy, protection, new Date(Date.UTC(2026, 2, 25 + day)).toISOString().slice(0, 10));
        expect(next.ends >= protection.ends && next.ends <= "2026-04-14").toBe(true);
        protection = next;
      }
    }));
  });
});

describe("recycling", () => {
  test("the default policy is valid, and unknown keys are refused", () => {
    expect(PoolPolicyShape.parse(policy)).toEqual(policy);
    expect(PoolPolicyShape.safeParse({ ...policy, extra: 1 }).success).toBe(false);
    expect(PoolPolicyShape.safeParse({ ...policy, protection: { days: 10, activity_days: 3, max_days: 5 } }).success).toBe(false);
  });

  test("a lead nobody calls goes back after seven days, with warnings three days and one day before", () => {
    expect(recycleAt(policy, facts(), env)).toMatchObject({
      at: at("2026-04-01T15:00:00"), rule_id: "no_follow_up", warn_at: [at("2026-03-29T15:00:00"), at("2026-03-31T15:00:00")],
      because: [{ code: "recycle_rule" }, { code: "no_activity", facts: { days: 7 } }],
    });
    expect(recycleAt(policy, facts({ last_activity_at: at("2026-03-30T09:00:00") }), env).at).toEqual(at("2026-04-06T09:00:00"));
  });

  test("a rule that respects protection waits for its last day to pass, and says so", () => {
    const answer = recycleAt(withRule({ despite_protection: false }), facts(), env);
    expect(answer.at).toEqual(at("2026-04-05T00:00:00"));
    expect(answer.because.at(-1)).toEqual({ code: "waits_for_protection", facts: { ends: "2026-04-04" } });
  });

  test("with any the first condition decides, with all the last", () => {
    const conditions = [{ no_activity_days: 7 }, { no_stage_change_days: 30 }, { protection_ended: true as const }];
    const when = facts({ stage_changed_at: at("2026-03-26T08:00:00") });
    expect(recycleAt(withRule({ due: { any: conditions } }), when, env).at).toEqual(at("2026-04-01T15:00:00"));
    expect(recycleAt(withRule({ due: { all: conditions } }), when, env).at).toEqual(at("2026-04-25T08:00:00"));
  });

  test("conditions nest: the earlier of two parts, one of which waits for both of its own", () => {
    const when = facts({ stage_changed_at: at("2026-03-26T08:00:00") });
    const nested = { any: [{ not_converted_days: 60 }, { all: [{ no_activity_days: 7 }, { no_stage_change_days: 20 }] }] };
    expect(PoolPolicyShape.safeParse(withRule({ due: nested })).success).toBe(true);
    const answer = recycleAt(withRule({ due: nested }), when, env);
    expect(answer.at).toEqual(at("2026-04-15T08:00:00"));
    expect(answer.because.map((reason) => reason.code)).toEqual(["recycle_rule", "no_activity", "no_stage_change"]);
  });

  test("a pool has its own rules where it says so and the base's everywhere else; leads go back to the pool they came from", () => {
    const own = withRule({ due: { any: [{ no_activity_days: 2 }] } }).recycle;
    const two: PoolPolicy = { ...policy, pools: [{ id: "00000000-0000-7000-8000-00000000000b", recycle: own }] };
    expect(recycleAt(two, facts({ row: { home_pool_id: "00000000-0000-7000-8000-00000000000b" } }), env)).toMatchObject({ at: at("2026-03-27T15:00:00"), to_pool: "00000000-0000-7000-8000-00000000000b" });
    expect(recycleAt(two, facts(), env)).toMatchObject({ at: at("2026-04-01T15:00:00"), to_pool: "00000000-0000-7000-8000-000000000001" });
    expect(recycleAt(two, facts({ extended_until: at("2026-04-10T15:00:00") }), env)).toMatchObject({ at: at("2026-04-10T15:00:00"), because: [{}, {}, { code: "extended" }] });
  });

  test("work done by the owner before does not count for or against the new one", () => {
    expect(recycleAt(policy, facts({ last_activity_at: at("2026-01-01T00:00:00") }), env).at).toEqual(at("2026-04-01T15:00:00"));
  });

  test("every owned lead has an answer: a moment, or the reason why there is none", () => {
    expect(recycleAt(withRule({ off: true }), facts(), env)).toMatchObject({ at: null, because: [{ code: "no_rule_applies" }] });
    expect(recycleAt(policy, facts({ stage: "converted" }), env).because[0]?.code).toBe("closed");
    expect(recycleAt(policy, facts({ owner_id: null }), env).because[0]?.code).toBe("not_owned");
  });
});

describe("claiming", () => {
  const lead: ClaimLead = { owner_id: null, pool_id: "main", in_pool_since: at("2026-03-24T12:00:00"), previous_owner_id: "q", previous_until: at("2026-03-24T12:00:00") };
  const rep: Claimer = { id: "p", claimed_today: 0, released_today: 0, holding: 0, holding_converted: 0, cap: null, last_claim_at: null };
  const codes = (rules: PoolPolicy, more: Partial<ClaimLead>, who: Partial<Claimer>) => canClaim(rules, { ...lead, ...more }, { ...rep, ...who }, env).map((r) => r.code);

  test("the daily quota, the smallest holding cap, cool-down, freeze and gap each refuse by name", () => {
    expect(codes(policy, {}, {})).toEqual([]);
    expect(codes(policy, { owner_id: "x" }, {})).toEqual(["not_in_pool"]);
    expect(codes(policy, {}, { claimed_today: 20, released_today: 5 })).toEqual(["over_claims_per_day"]);
    expect(codes({ ...policy, limits: { ...policy.limits, released_counts: false } }, {}, { claimed_today: 20, released_today: 5 })).toEqual([]);
    expect(codes(policy, {}, { holding: 50, cap: { of: "everybody", limit: 50 } })).toEqual(["over_holding"]);
    expect(codes(policy, {}, { holding: 199, holding_converted: 30 })).toEqual([]);
    expect(codes(policy, {}, { id: "q" })).toEqual(["cooling_down"]);
    expect(codes({ ...policy, freeze_days: 2 }, {}, {})).toEqual(["frozen"]);
    expect(codes({ ...policy, limits: { ...policy.limits, min_gap_seconds: 60 } }, {}, { last_claim_at: at("2026-03-25T09:59:30") })).toEqual(["too_soon"]);
  });

  test("limits of the pool itself hold besides those of all pools", () => {
    const own = { ...policy, own: { claims_per_day: 2, holding: 3, min_gap_seconds: 60 } };
    const inPool = (more: object) => ({ in_pool: { claimed_today: 0, holding: 0, last_claim_at: null, ...more } });
    expect(codes(own as PoolPolicy, {}, inPool({}))).toEqual([]);
    expect(codes(own as PoolPolicy, {}, inPool({ claimed_today: 2, holding: 3, last_claim_at: at("2026-03-25T09:59:30") }))).toEqual(["over_pool_claims_per_day", "over_pool_holding", "too_soon"]);
  });

  test("claiming ten at once with three left in the quota gives the first three", () => {
    const answers = canClaimAll(policy, Array.from({ length: 10 }, () => lead), { ...rep, claimed_today: 17 }, env);
    expect(answers.map((refusals) => refusals.length)).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
  });
});
