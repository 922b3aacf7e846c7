import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileFilter } from "../../core/language/filter/matches.ts";
import { filterToSql } from "../../core/language/filter/sql.ts";
import type { FilterEnv, Schema } from "../../core/language/types.ts";
import { bind } from "../../core/records/bind.ts";
import { compileBehaviour, filterOf, kindOf } from "../../leads/score/behaviour.ts";
import { DEFAULT_SCORE_POLICY } from "../../leads/score/default.ts";
import { loadHappened } from "../../leads/score/happened.ts";
import { BEHAVIOUR_FIELDS, type BehaviourRule, SITE_KINDS } from "../../leads/score/policy.ts";
import { type World, world } from "../world.ts";

const LEADS = 25;
const EVENTS = 20;
const RULES = 25;
const DAY = 86_400_000;

let w: World;
beforeAll(async () => {
  w = await world();
});
afterAll(() => w.close());

const word = fc.array(fc.constantFrom("a", "A", "张", "É", "é", "%", "_", "\\", "'", "/", "价格", "😀"), { maxLength: 5 }).map((parts) => parts.join(""));
const maybe = fc.option(word);
const anyEvent = fc.record({
  kind: fc.constantFrom(...SITE_KINDS), url: maybe, title: maybe, referrer: maybe, ago: fc.integer({ min: 0, max: 40 * DAY }),
  utm: fc.option(fc.record({ utm_source: word, utm_medium: word, utm_campaign: word, utm_term: word, utm_content: word }, { requiredKeys: [] })),
});
const anyRule: fc.Arbitrary<BehaviourRule> = fc.record({
  id: fc.constant("r"), name: fc.constant({ zh: "则", en: "Rule" }), what: fc.constantFrom(...SITE_KINDS).map((event) => ({ event })), count: fc.constant(1), days: fc.integer({ min: 1, max: 40 }), points: fc.constant(1), cap: fc.constant(1000),
  where: fc.array(fc.record({ field: fc.constantFrom(...BEHAVIOUR_FIELDS), op: fc.constantFrom("contains" as const, "starts_with" as const, "is" as const), value: word.filter((value) => value !== "") }), { maxLength: 2 }),
});

const schema: Schema = { field: (_, key) => ({ key, type: "text", label: { zh: key, en: key } }) };
const column = (path: string): string => (path.startsWith("utm_") ? `(e.utm->>'${path}')` : path === "outcome" ? "null::text" : `e.${path}`);

test("a behaviour rule counts in memory exactly what SQL counts: 12,500 cases", async () => {
  const env: FilterEnv = { now: w.house.clock.now(), timeZone: "Asia/Shanghai", teamsUnder: (team) => [team] };
  const events = fc.sample(fc.array(anyEvent, { minLength: EVENTS, maxLength: EVENTS }), LEADS);
  const leads = events.map(() => crypto.randomUUID());
  for (const [i, list] of events.entries()) {
    for (const { kind, url, title, referrer, utm, ago } of list) {
      await sql`insert into clew.site_event (id, channel, visitor_id, lead_id, at, kind, url, title, referrer, utm)
        values (gen_random_uuid(), 'site', gen_random_uuid(), ${leads[i]}, ${new Date(env.now.getTime() - ago)}, ${kind}, ${url}, ${title}, ${referrer}, ${utm === null ? null : JSON.stringify(utm)}::jsonb)`.execute(w.house.db);
    }
  }
  const rules = fc.sample(anyRule, RULES);
  const policy = { ...DEFAULT_SCORE_POLICY, groups: [{ id: "g", name: { zh: "组", en: "Group" }, kind: "own" as const, measures: "neither" as const, max: 1000, min: 0, rules: [], behaviours: rules }] };
  const happened = await loadHappened(w.system(), [policy], leads);
  let met = 0;
  for (const rule of rules) {
    const { text, params } = filterToSql(filterOf(rule), "event", schema, env, column);
    const { rows } = await sql<{ lead_id: string; n: number }>`
      select lead_id, count(*)::int as n from clew.site_event e where lead_id = any(${leads}::uuid[]) and kind = ${kindOf(rule)} and at > ${new Date(env.now.getTime() - rule.days * DAY)} and ${bind(text, params)} group by 1`.execute(w.house.db);
    const counted = new Map(rows.map((row) => [row.lead_id, row.n]));
    const [behaved, passes] = [compileBehaviour(rule, env), compileFilter(filterOf(rule), env)];
    for (const lead of leads) {
      const did = happened.get(lead) ?? [];
      expect(behaved(did)?.times ?? 0, JSON.stringify(rule)).toBe(counted.get(lead) ?? 0);
      met += did.filter(({ facts }) => passes(facts)).length;
    }
  }
  expect(met).toBeGreaterThan(0);
});
