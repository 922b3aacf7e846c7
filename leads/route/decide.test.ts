import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Candidate } from "./candidates.ts";
import { decideRoute } from "./decide.ts";
import type { RouteLead, RouteState, RouteWorld } from "./decide.ts";
import { RoutePolicyShape, defaultRoutePolicy } from "./policy.ts";
import type { RoutePolicy, RouteRule, Strategy } from "./policy.ts";

const person = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  id, name: id, teamId: "sales", active: true, onLeave: false, inShift: true, open: 0, capOpen: null,
  assignedToday: 0, capDaily: null, territories: [], skills: [], ...more,
});
const world = (...people: Candidate[]): RouteWorld => ({
  people, lastPool: "last", env: { now: new Date("2026-03-25T02:00:00Z"), timeZone: "Asia/Shanghai", teamsUnder: (team) => (team === "all" ? ["all", "sales"] : [team]) },
});
const rule = (strategy: Strategy, more: Partial<RouteRule> = {}): RouteRule => ({
  id: "r1", name: { zh: "分配", en: "Assign" }, when: { all: [] }, target: { kind: "team", id: "sales" }, strategy, ...more,
});
const policy = (...rules: RouteRule[]): RoutePolicy => ({ rules, fallback: { kind: "pool", id: "pool" } });
const lead = (more: Partial<RouteLead> = {}): RouteLead => ({ row: {}, stickyOwner: null, accountOwner: null, ...more });
const many = (n: number) => Array.from({ length: n }, () => lead());
const counts = (ids: (string | null)[]) => ids.reduce<Record<string, number>>((all, id) => ({ ...all, [String(id)]: (all[String(id)] ?? 0) + 1 }), {});

describe("route", () => {
  test("the default policy is valid, and unknown keys are refused", () => {
    expect(RoutePolicyShape.parse(defaultRoutePolicy("p"))).toEqual(defaultRoutePolicy("p"));
    expect(RoutePolicyShape.safeParse({ ...defaultRoutePolicy("p"), extra: 1 }).success).toBe(false);
  });

  test("round robin gives everybody the same in any 100 consecutive assignments", () => {
    const people = ["a", "b", "c", "d", "e"].map((id) => person(id));
    const owners = decideRoute(policy(rule({ kind: "round_robin" })), many(400), world(...people), {}).decisions.map((d) => d.owner_id);
    for (let from = 0; from + 100 <= owners.length; from++) expect(counts(owners.slice(from, from + 100))).toEqual({ a: 20, b: 20, c: 20, d: 20, e: 20 });
  });

  test("weights 50/30/20 hold exactly in any 100 consecutive assignments", () => {
    const strategy: Strategy = { kind: "weighted", weights: { a: 50, b: 30, c: 20 } };
    const owners = decideRoute(policy(rule(strategy)), many(400), world(person("a"), person("b"), person("c")), {}).decisions.map((d) => d.owner_id);
    for (let from = 0; from + 100 <= owners.length; from++) expect(counts(owners.slice(from, from + 100))).toEqual({ a: 50, b: 30, c: 20 });
  });

  test("somebody on leave loses turns without bending the shares of the others, and comes back without a burst", () => {
    const strategy: Strategy = { kind: "weighted", weights: { a: 5, b: 3, c: 2 } };
    let state: RouteState = {};
    const owners = (n: number, away: boolean) => {
      const result = decideRoute(policy(rule(strategy)), many(n), world(person("a", { onLeave: away }), person("b"), person("c")), state);
      state = result.state;
      return result.decisions.map((d) => d.owner_id);
    };
    owners(13, false);
    expect(counts(owners(100, true))).toEqual({ b: 60, c: 40 });
    const after = owners(200, false);
    for (let from = 0; from + 10 <= after.length; from++) {
      const { a = 0, b = 0, c = 0 } = counts(after.slice(from, from + 10));
      for (const miss of [a - 5, b - 3, c - 2]) expect(Math.abs(miss)).toBeLessThanOrEqual(1);
    }
    expect(counts(after.slice(100))).toEqual({ a: 50, b: 30, c: 20 });
  });

  test("leads of two territories that alternate do not starve anybody", () => {
    const places = [person("a", { territories: ["江苏省"] }), person("b", { territories: ["江苏省"] }), person("c", { territories: ["杭州市"] }), person("d", { territories: ["杭州市"] })];
    const leads = Array.from({ length: 40 }, (_, i) => lead({ row: i % 2 ? { province: "江苏省", city: "南京市" } : { province: "浙江省", city: "杭州市" } }));
    const { decisions } = decideRoute(policy(rule({ kind: "round_robin" }, { territory: true })), leads, world(...places), {});
    expect(counts(decisions.map((d) => d.owner_id))).toEqual({ a: 10, b: 10, c: 10, d: 10 });
    expect(decisions[0]?.candidates.find((c) => c.id === "a")).toMatchObject({ outcome: "out", reasons: [{ code: "lacks_territory", facts: { province: "浙江省" } }] });
  });

  test("every reason to be out is named", () => {
    const { decisions } = decideRoute(
      policy(rule({ kind: "round_robin" }, { in_shift: true, skills: ["en"], except: ["g"] })), [lead()],
      world(person("a", { active: false }), person("b", { onLeave: true }), person("c", { inShift: false }), person("d", { open: 5, capOpen: 5 }), person("e", { assignedToday: 2, capDaily: 2 }), person("f"), person("g")), {},
    );
    const codes = decisions[0]?.candidates.map((c) => c.reasons.map((r) => r.code));
    expect(codes?.map((list) => list[0])).toEqual(["inactive", "on_leave", "out_of_shift", "over_open_capacity", "over_daily_capacity", "lacks_skill", "lacks_skill"]);
    expect(codes?.[6]).toEqual(["lacks_skill", "excluded"]);
    expect(decisions[0]).toMatchObject({ owner_id: null, pool_id: "pool", rule_id: null });
  });

  test("capacity reached inside a batch passes the rest to the next rule, then to the fallback", () => {
    const second = rule({ kind: "least_open" }, { id: "r2", target: { kind: "people", ids: ["x", "y"] } });
    const { decisions } = decideRoute(policy(rule({ kind: "round_robin" }), second), many(7), world(person("a", { capDaily: 2 }), person("x", { teamId: null, open: 1, capOpen: 3 }), person("y", { teamId: null, capOpen: 2 })), {});
    expect(decisions.map((d) => d.owner_id ?? d.pool_id)).toEqual(["a", "a", "y", "x", "y", "x", "pool"]);
  });

  test("the former owner gets the lead back without losing a turn; out of office, the rotation decides", () => {
    const sticky = policy(rule({ kind: "sticky", otherwise: { kind: "round_robin" } }));
    const leads = [lead(), lead({ stickyOwner: "a" }), lead(), lead({ stickyOwner: "z" })];
    const { decisions } = decideRoute(sticky, leads, world(person("a"), person("b"), person("c")), {});
    expect(decisions.map((d) => d.owner_id)).toEqual(["a", "a", "b", "c"]);
    expect(decisions[1]?.strategy).toBe("sticky");
    expect(decisions[3]?.reasons[0]).toMatchObject({ code: "sticky_owner_out", facts: { person: "z" } });
  });

  test("an account's lead goes to its owner, and never to nobody when the fallback person has left", () => {
    const owner = rule({ kind: "round_robin" }, { target: { kind: "account_owner" } });
    const rules: RoutePolicy = { rules: [owner], fallback: { kind: "person", id: "boss" } };
    const { decisions } = decideRoute(rules, [lead({ accountOwner: "a" }), lead()], world(person("a"), person("boss", { active: false })), {});
    expect(decisions[0]).toMatchObject({ owner_id: "a", strategy: "account_owner" });
    expect(decisions[1]).toMatchObject({ owner_id: null, pool_id: "last" });
  });

  test("somebody who refused automated decisions is handed out by a person, whatever the rules say", () => {
    const { decisions } = decideRoute(policy(rule({ kind: "round_robin" })), [lead({ row: { no_automation: true } })], world(person("a")), {});
    expect(decisions[0]).toMatchObject({ owner_id: null, pool_id: "pool", candidates: [], reasons: [{ code: "no_automation" }, { code: "fallback_pool" }] });
  });

  test("a batch ends exactly as its leads one by one, and nobody is left without owner and pool", () => {
    const anyStrategy: fc.Arbitrary<Strategy> = fc.oneof(
      fc.constant<Strategy>({ kind: "round_robin" }), fc.constant<Strategy>({ kind: "least_open" }),
      fc.record({ a: fc.nat(5), b: fc.nat(5) }).map((weights): Strategy => ({ kind: "weighted", weights })),
      fc.constant<Strategy>({ kind: "sticky", otherwise: { kind: "round_robin" } }),
    );
    const anyPerson = (id: string) => fc.record({ capDaily: fc.option(fc.nat(6)), capOpen: fc.option(fc.nat(9)), open: fc.nat(4), onLeave: fc.boolean(), territories: fc.constantFrom<string[]>([], ["上海市"]) }).map((more) => person(id, more));
    const anyLead = fc.record({ stickyOwner: fc.constantFrom(null, "a", "b"), province: fc.constantFrom(null, "上海市") }).map(({ stickyOwner, province }) => lead({ stickyOwner, row: { province } }));
    fc.assert(fc.property(anyStrategy, anyStrategy, fc.boolean(), fc.tuple(anyPerson("a"), anyPerson("b"), anyPerson("c")), fc.array(anyLead, { maxLength: 30 }), (one, two, territory, people, leads) => {
      const rules = policy(rule(one, { territory }), rule(two, { id: "r2" }));
      const whole = decideRoute(rules, leads, world(...people), {});
      let state: RouteState = {};
      const now = people.map((p) => ({ ...p }));
      const singles = leads.map((item) => {
        const { decisions, state: next } = decideRoute(rules, [item], world(...now), state);
        state = next;
        const owner = now.find((p) => p.id === decisions[0]?.owner_id);
        if (owner) { owner.open++; owner.assignedToday++; }
        return decisions[0];
      });
      expect(whole.decisions).toEqual(singles);
      expect(whole.state).toEqual(state);
      for (const d of whole.decisions) expect((d.owner_id === null) !== (d.pool_id === null)).toBe(true);
    }), { numRuns: 300 });
  });
});
