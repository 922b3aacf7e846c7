import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideMatch } from "./match.ts";
import type { Keys, MatchArrival, MatchCandidate, MatchDecision } from "./match.ts";
import { DEFAULT_MATCH_POLICY, MatchPolicyShape } from "./policy.ts";
import { mergeValues } from "./survive.ts";

const now = new Date("2026-03-25T02:00:00Z");
const policy = DEFAULT_MATCH_POLICY;
const from = (keys: Keys, more: Partial<MatchArrival> = {}): MatchArrival => ({ keys, entry: "form", ...more });
const record = (id: string, keys: Keys, more: Partial<MatchCandidate> = {}): MatchCandidate => ({
  object: "lead", id, keys, stage: "new", account_id: null, created_at: new Date("2026-03-01T00:00:00Z"), ...more,
});
const one = (arrival: MatchArrival, ...candidates: MatchCandidate[]) => decideMatch(policy, [arrival], candidates, now)[0] as MatchDecision;
const codes = (decision: MatchDecision) => decision.reasons.map((r) => r.code);

describe("match", () => {
  test("the default policy is valid, and unknown keys are refused", () => {
    expect(MatchPolicyShape.parse(policy)).toEqual(policy);
    expect(MatchPolicyShape.safeParse({ rules: [{ ...policy.rules[0], fuzzy: 0.9 }] }).success).toBe(false);
  });

  test("two hundred arrivals of one new phone become one lead", () => {
    const decisions = decideMatch(policy, Array.from({ length: 200 }, () => from({ phone: "+8613912345678" })), [], now);
    expect(decisions.filter((d) => d.outcome === "create")).toHaveLength(1);
    expect(decisions.slice(1).every((d) => d.outcome === "merge" && "batch_index" in d.into && d.into.batch_index === 0)).toBe(true);
  });

  test("a known phone merges into the oldest lead that is not disqualified, with its evidence", () => {
    const decision = one(
      from({ phone: "1", email: "a@b.c" }),
      record("young", { phone: "1" }), record("old", { phone: "1", email: "a@b.c" }, { created_at: new Date("2026-01-01") }),
      record("dead", { phone: "1" }, { stage: "disqualified", created_at: new Date("2025-01-01") }),
    );
    expect(decision).toMatchObject({ outcome: "merge", into: { id: "old" }, rule_id: "same_person" });
    expect(codes(decision)).toEqual(["phone_equal", "email_equal", "match_rule", "others_matched"]);
  });

  test("somebody whose lead was disqualified comes back as a new lead, and it says so", () => {
    expect(codes(one(from({ phone: "1" }), record("dead", { phone: "1" }, { stage: "disqualified" })))).toEqual(["only_disqualified"]);
  });

  test("a converted lead leads to its account; an open one is preferred", () => {
    const converted = record("won", { phone: "1" }, { stage: "converted", account_id: "acme" });
    expect(one(from({ phone: "1" }), converted)).toMatchObject({ outcome: "attach", to: { object: "account", id: "acme" } });
    expect(one(from({ phone: "1" }), converted, record("open", { phone: "1" }))).toMatchObject({ outcome: "merge", into: { id: "open" } });
  });

  test("a contact with the same phone is attached to, never merged into", () => {
    expect(one(from({ phone: "1" }), record("li", { phone: "1" }, { object: "contact", stage: null }))).toMatchObject({ outcome: "attach", to: { object: "contact", id: "li" } });
  });

  test("the same name at the same company counts within a year only", () => {
    const keys = { company_name: "华东制造|zhangwei" };
    expect(codes(one(from(keys), record("x", keys)))).toContain("company_equal_name_pinyin_equal");
    expect(one(from(keys), record("x", keys, { created_at: new Date("2024-01-01") })).outcome).toBe("create");
  });

  test("a channel's wish is stronger than the rule, and an entry point may have its own action", () => {
    expect(one(from({ phone: "1" }, { on_match: "quarantine" }), record("x", { phone: "1" }))).toMatchObject({ outcome: "quarantine", of: { id: "x" } });
    const strict = { rules: policy.rules.map((rule) => ({ ...rule, action: { ...rule.action, hand: "duplicate" as const } })) };
    expect(decideMatch(strict, [from({ phone: "1" }, { entry: "hand" })], [record("x", { phone: "1" })], now)[0]).toMatchObject({ outcome: "duplicate", of: { id: "x" } });
  });

  test("an arrival found by phone teaches its lead the e-mail that the next one is found by", () => {
    const decisions = decideMatch(policy, [from({ phone: "1", email: "a@b.c" }), from({ email: "a@b.c" })], [record("x", { phone: "1" })], now);
    expect(decisions[1]).toMatchObject({ outcome: "merge", into: { id: "x" } });
  });

  test("a batch ends exactly as its arrivals one by one", () => {
    const anyKeys = fc.record({ phone: fc.constantFrom(null, "1", "2"), email: fc.constantFrom(null, "a", "b"), company_name: fc.constantFrom(null, "c|n") });
    const anyArrival = fc.record({ keys: anyKeys, on_match: fc.constantFrom(null, null, "duplicate" as const, "create" as const, "attach" as const), entry: fc.constant("api" as const) });
    const anyStored = fc.array(fc.record({ keys: anyKeys, stage: fc.constantFrom("new", "converted", "disqualified"), age: fc.nat(500) }), { maxLength: 4 });
    fc.assert(fc.property(fc.array(anyArrival, { maxLength: 12 }), anyStored, (arrivals, rows) => {
      const stored = rows.map(({ age, ...row }, i) => record(`r${i}`, row.keys, { stage: row.stage, account_id: "acc", created_at: new Date(now.getTime() - (age + 1) * 86_400_000) }));
      const whole = decideMatch(policy, arrivals, stored, now);
      const world = stored.map((row) => ({ ...row, keys: { ...row.keys } }));
      arrivals.forEach((arrival, i) => {
        const single = decideMatch(policy, [arrival], world, now)[0] as MatchDecision;
        const batch = whole[i] as MatchDecision;
        const idOf = (d: MatchDecision) => { const target = d.outcome === "merge" ? d.into : d.outcome === "attach" ? d.to : d.outcome === "create" ? null : d.of; return target && ("id" in target ? target.id : `z${String(target.batch_index).padStart(3, "0")}`); };
        expect([single.outcome, single.rule_id, idOf(single)]).toEqual([batch.outcome, batch.rule_id, idOf(batch)]);
        if (single.outcome === "create") world.push(record(`z${String(i).padStart(3, "0")}`, { ...arrival.keys }, { created_at: now }));
        const target = single.outcome === "merge" ? world.find((row) => row.id === idOf(single)) : undefined;
        if (target) for (const key of ["phone", "email", "company_name"] as const) target.keys[key] ??= arrival.keys[key];
      });
    }), { numRuns: 500 });
  });
});

describe("merged values", () => {
  test("the survivor keeps what it has, empty fields are filled, tags united, the first response is the earliest", () => {
    const { changes, reasons } = mergeValues(
      { id: "a", owner_id: "p", name: "张伟", email: null, tags: ["key"], first_response_at: "2026-03-02T00:00:00.000Z", need: "报价", do_not_contact: false, score: 10 },
      { id: "b", owner_id: "q", name: "张卫", email: "a@b.c", tags: ["expo", "key"], first_response_at: "2026-03-01T00:00:00.000Z", need: "试用", do_not_contact: true, score: 90, wechat: null },
    );
    expect(changes).toEqual({ email: "a@b.c", tags: ["key", "expo"], first_response_at: "2026-03-01T00:00:00.000Z", need: "报价\n试用", do_not_contact: true });
    expect(reasons).toContainEqual({ code: "filled", facts: { field: "email" } });
  });

  test("the organisation's rules decide otherwise, field by field", () => {
    const ours = { name: "张伟", company: "华东", city: "上海市", need: null, job_title: "经理", source: "广告", created_at: "2026-03-02T00:00:00.000Z" };
    const theirs = { name: "张卫", company: "华东制造有限公司", city: "南京市", need: "x", job_title: "总监", source: "客户推荐", created_at: "2026-03-01T00:00:00.000Z" };
    const rules = { default: "survivor", fields: { name: "trusted", company: "complete", city: "newest", job_title: "oldest" }, trusted_sources: ["客户推荐", "广告"] } as const;
    const merged = mergeValues(ours, theirs, { ...rules, trusted_sources: [...rules.trusted_sources] });
    expect(merged.changes).toEqual({ name: "张卫", company: "华东制造有限公司", city: "南京市", need: "x", job_title: "总监" });
    expect(merged.reasons.map((reason) => reason.code)).toEqual(["trusted", "longest", "newest", "filled", "oldest"]);
    expect(mergeValues(theirs, ours, { ...rules, trusted_sources: [...rules.trusted_sources] }).changes).toEqual({ city: "上海市" });
  });

  test("merging the same record again changes nothing", () => {
    const other = { email: "a@b.c", tags: ["expo"], need: "试用", note: "晚上联系" };
    const first = mergeValues({ need: "报价" }, other).changes;
    expect(mergeValues({ need: "报价", ...first }, other).changes).toEqual({});
  });
});
