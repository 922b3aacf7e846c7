import { describe, expect, test } from "vitest";
import { inShift } from "../../core/access/people/shifts.ts";
import type { Candidate } from "./candidates.ts";
import { decideRoute, type RouteLead, type RouteState, type RouteWorld } from "./decide.ts";
import { matchRates, statsOf, type StatRow } from "./match_stats.ts";
import type { BestMatch, RoutePolicy, RouteRule, Strategy } from "./policy.ts";

const person = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  id, name: id, teamId: "sales", active: true, onLeave: false, inShift: true, open: 0, capOpen: null, assignedToday: 0, capDaily: null, territories: [], skills: [], ...more,
});
const world = (people: Candidate[], more: Partial<RouteWorld> = {}): RouteWorld => ({
  people, lastPool: "last", env: { now: new Date("2026-03-25T02:00:00Z"), timeZone: "Asia/Shanghai", teamsUnder: (team) => [team] }, ...more,
});
const rule = (strategy: Strategy, more: Partial<RouteRule> = {}): RouteRule => ({ id: "r1", name: { zh: "分配", en: "Assign" }, when: { all: [] }, target: { kind: "team", id: "sales" }, strategy, ...more });
const policy = (...rules: RouteRule[]): RoutePolicy => ({ rules, fallback: { kind: "pool", id: "pool" } });
const lead = (row: RouteLead["row"] = {}, more: Partial<RouteLead> = {}): RouteLead => ({ row, stickyOwner: null, accountOwner: null, ...more });
const match = (more: Partial<BestMatch> = {}): BestMatch => ({ kind: "best_match", similar: { source: 1, industry: 1 }, prior: 20, explore: 0, ...more });

/** Results of people: [person, source, industry, finished, won]. */
function results(...rows: [string, string, string, number, number][]) {
  const all: StatRow[] = [];
  const add = (person_id: string, field: string, value: string, n: number, won: number) => {
    const known = all.find((one) => one.person_id === person_id && one.field === field && one.value === value);
    if (known) Object.assign(known, { n: known.n + n, won: known.won + won });
    else all.push({ person_id, field, value, n, won });
  };
  for (const [id, source, industry, n, won] of rows) for (const [field, value] of [["all", ""], ["source", source], ["industry", industry]] as const) add(id, field, value, n, won);
  return statsOf(all);
}

describe("least load by effort", () => {
  const strategy: Strategy = { kind: "least_effort", grade: { A: 3, C: 0.5 }, stage: { nurturing: 0.2 } };
  test("one hard lead weighs as much as several easy ones, and what is given counts at once", () => {
    const people = [person("a", { open: 1, held: [{ letter: "A", stage: "contacted", n: 1 }] }), person("b", { open: 4, held: [{ letter: "C", stage: "contacted", n: 4 }] })];
    const { decisions } = decideRoute(policy(rule(strategy)), [lead({ grade: "A1" }), lead({ grade: "C3" }), lead({ grade: "C3" })], world(people), {});
    // a: 3, b: 2 → b gets the A (5) → a the C (3.5) → a the next (4).
    expect(decisions.map((d) => d.owner_id)).toEqual(["b", "a", "a"]);
    expect(decisions[0]?.candidates.map((c) => c.reasons[0]?.facts)).toEqual([{ effort: 3, open: 1 }, { effort: 2, open: 4 }]);
    expect(people[0]?.held).toEqual([{ letter: "A", stage: "contacted", n: 1 }]);
  });
});

describe("best match by past conversion", () => {
  test("who converts such leads better gets them, with rate and sample on the receipt", () => {
    const stats = results(["a", "展会", "制造业", 100, 40], ["b", "展会", "制造业", 100, 10], ["b", "抖音广告", "零售", 100, 50], ["a", "抖音广告", "零售", 100, 15]);
    const { decisions } = decideRoute(policy(rule(match())), [lead({ source: "展会", industry: "制造业" }), lead({ source: "抖音广告", industry: "零售" })], world([person("a"), person("b")], { stats }), {});
    expect(decisions.map((d) => d.owner_id)).toEqual(["a", "b"]);
    expect(decisions[0]?.candidates[0]).toMatchObject({ outcome: "chosen", reasons: [{ code: "by_match", facts: { sample: 100, known: 200 } }] });
    expect(decisions[0]?.candidates[0]?.reasons[0]?.facts.rate).toBeGreaterThan(30);
  });

  test("two lucky wins do not beat a long record", () => {
    const stats = results(["lucky", "展会", "制造业", 2, 2], ["steady", "展会", "制造业", 200, 60], ["rest", "展会", "制造业", 400, 60]);
    const of = (id: string) => matchRates(stats, match(), { source: "展会", industry: "制造业" })(id).rate;
    expect(of("lucky")).toBeLessThan(of("steady"));
    expect(of("lucky")).toBeGreaterThan(of("rest"));
  });

  test("somebody without results stands at the company's mean, and hard leads do not tell against whoever takes them", () => {
    const stats = results(["hard", "冷名单", "零售", 200, 20], ["easy", "转介绍", "软件", 200, 100], ["third", "冷名单", "零售", 200, 10], ["third", "转介绍", "软件", 200, 100]);
    const rate = (id: string, source: string, industry: string) => matchRates(stats, match(), { source, industry })(id).rate;
    // Of cold names "hard" wins twice what "third" does; of referrals, of which they had none, they are not judged by their cold ones.
    expect(rate("hard", "冷名单", "零售")).toBeGreaterThan(rate("third", "冷名单", "零售"));
    expect(rate("hard", "转介绍", "软件")).toBeGreaterThan(0.45);
    expect(rate("new", "转介绍", "软件")).toBeCloseTo(rate("newer", "转介绍", "软件"));
    expect(matchRates(results(), match(), {})("new").rate).toBe(0.5);
  });

  test("the exploration share goes exactly to those about whom little is known, and only it", () => {
    const stats = results(["best", "展会", "制造业", 300, 150], ["good", "展会", "制造业", 300, 120]);
    let state: RouteState = {};
    const owners: (string | null)[] = [];
    for (let i = 0; i < 40; i++) {
      const result = decideRoute(policy(rule(match({ explore: 20 }))), Array.from({ length: 5 }, () => lead({ source: "展会" })), world([person("best"), person("good"), person("new")], { stats }), state);
      state = result.state;
      owners.push(...result.decisions.map((d) => d.owner_id));
    }
    for (let from = 0; from + 100 <= owners.length; from++) expect(owners.slice(from, from + 100).filter((id) => id === "new")).toHaveLength(20);
    expect(owners.filter((id) => id === "best")).toHaveLength(160);
  });
});

describe("who is out", () => {
  test("over the capacity for one grade only that grade is held back", () => {
    const full = person("a", { open: 5, capGrades: { A: 5 }, held: [{ letter: "A", stage: "contacted", n: 4 }, { letter: "A", stage: "assigned", n: 1 }] });
    const { decisions } = decideRoute(policy(rule({ kind: "least_open" })), [lead({ grade: "A2" }), lead({ grade: "B1" })], world([full, person("b", { open: 90 })]), {});
    expect(decisions.map((d) => d.owner_id)).toEqual(["b", "a"]);
    expect(decisions[0]?.candidates[0]).toMatchObject({ outcome: "out", reasons: [{ code: "over_grade_capacity", facts: { grade: "A", open: 5, cap: 5 } }] });
  });

  test("a lead's own product line can be asked as a skill; who let it pass, or too many today, is out", () => {
    const by = rule({ kind: "round_robin" }, { skills_of: ["product_line"], accept_within: { minutes: 10, time: "wall", most_missed: 3 } });
    const people = [person("a", { skills: ["云桌面"] }), person("b", { skills: ["云桌面"] }), person("c", { skills: ["云桌面"], missedToday: 3 }), person("d", { skills: ["安防"] })];
    const { decisions } = decideRoute(policy(by), [lead({ product_line: "云桌面" }, { passed: ["a"] }), lead({})], world(people), {});
    expect(decisions[0]?.candidates.map((c) => c.reasons[0]?.code)).toEqual(["missed_accept", "by_turn", "over_missed", "lacks_skill"]);
    expect(decisions.map((d) => d.owner_id)).toEqual(["b", "a"]);
  });

  test("a shift of one's own counts in the company's time zone", () => {
    const night = { mon: [["22:00", "24:00"] as [string, string]], tue: [["00:00", "06:00"] as [string, string]] };
    expect(inShift(night, new Date("2026-03-02T23:30:00+08:00"), "Asia/Shanghai")).toBe(true);
    expect(inShift(night, new Date("2026-03-03T05:59:00+08:00"), "Asia/Shanghai")).toBe(true);
    expect(inShift(night, new Date("2026-03-03T06:00:00+08:00"), "Asia/Shanghai")).toBe(false);
    expect(inShift({}, new Date("2026-03-03T10:00:00+08:00"), "Asia/Shanghai")).toBe(false);
  });

  test("a full fallback person is spared: the lead goes to the last pool instead of being refused", () => {
    const to = (open: number) => decideRoute({ rules: [], fallback: { kind: "person", id: "boss" } }, [lead()], world([person("boss", { open, capOpen: 3 })]), {}).decisions[0];
    expect(to(2)).toMatchObject({ owner_id: "boss" });
    expect(to(3)).toMatchObject({ owner_id: null, pool_id: "last", reasons: [{ code: "fallback_person_full" }] });
  });
});

describe("what would change it", () => {
  const codes = (d: { reasons: { code: string; facts: Record<string, unknown> }[] } | undefined) => d?.reasons.filter(({ code }) => code.startsWith("would") || code === "runner_up").map(({ code, facts }) => [code, facts.person]);
  test("whoever would have got it but for their leave is named, and who is next", () => {
    const { decisions } = decideRoute(policy(rule({ kind: "least_open" })), [lead()], world([person("a", { onLeave: true }), person("b", { open: 2 }), person("c", { open: 5 })]), {});
    expect(decisions[0]?.owner_id).toBe("b");
    expect(codes(decisions[0])).toEqual([["would_get_on_leave", "a"], ["runner_up", "c"]]);
  });

  test("whoever is out but would not have got it is not named; several reasons at once are told as such", () => {
    const { decisions } = decideRoute(policy(rule({ kind: "least_open" })), [lead()], world([person("a", { onLeave: true, open: 9 }), person("b", { open: 2 }), person("c", { onLeave: true, capDaily: 0 })]), {});
    expect(codes(decisions[0])).toEqual([["would_get", "c"]]);
  });

  test("the turns asked about do not move", () => {
    const people = [person("a"), person("b", { onLeave: true }), person("c")];
    const { decisions, state } = decideRoute(policy(rule({ kind: "round_robin" })), [lead(), lead(), lead()], world(people), {});
    expect(decisions.map((d) => d.owner_id)).toEqual(["a", "c", "a"]);
    expect(state.r1?.turn).toBe(3);
    expect(codes(decisions[1])).toEqual([["would_get_on_leave", "b"], ["runner_up", "a"]]);
  });
});

test("while an account's owner is on leave, whoever covers gets its leads", () => {
  const account = rule({ kind: "round_robin" }, { id: "account", target: { kind: "account_owner" } });
  const { decisions } = decideRoute(policy(account, rule({ kind: "round_robin" })), [lead({}, { accountOwner: "a" })], world([person("a", { onLeave: true, cover: "b" }), person("c"), person("b", { teamId: null })]), {});
  expect(decisions[0]).toMatchObject({ owner_id: "b", rule_id: "account", strategy: "cover" });
});
