import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { draftPolicy, getPolicy, publishPolicy, rollbackPolicy, simulatePolicy } from "../../core/policies/ops/policies.ts";
import { createRows } from "../../core/records/write.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import type { RoutePolicy } from "../../leads/route/policy.ts";
import { DEFAULT_SCORE_POLICY } from "../../leads/score/default.ts";
import { getCalendar, setCalendar } from "../../leads/sla/ops/calendar.ts";
import { type World, world } from "../world.ts";

let w: World;
type Person = Actor & { kind: "person" };
let admin: Person;
let rep: Person;
let other: Person;

interface ScoreAnswer {
  leads: number;
  changed: number;
  distribution: { score: { before: number[]; after: number[] }; heat: { before: Record<string, number>; after: Record<string, number> } };
  differences: { id: string; name: string; before: { outcome: { score: number } }; after: { outcome: { score: number }; reasons: { code: string; facts: { rule?: string } }[] } }[];
}
interface RouteAnswer {
  leads: number;
  changed: number;
  totals: { person: { id: string | null; name: string; before: number; after: number }[] };
  unassigned: { before: number; after: number };
  differences: { id: string; before: { outcome: { pool_id: string | null } }; after: { outcome: { owner_id: string | null; name: string } } }[];
}

const leads = (count: number, of: (i: number) => Record<string, unknown>) =>
  transaction(w.system(), (tx) => createRows(tx, "lead", Array.from({ length: count }, (_, i) => ({ name: `线索 ${i}`, phone: `+8613${String(600_000_000 + i)}`, stage: "new", ...of(i) })) as never));

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  rep = await w.person("林晓", "rep", "华东");
  other = await w.person("陈宇", "rep", "华东");
  w.at("2026-03-02T09:00:00+08:00");
  await leads(10, (i) => ({ company: `老公司 ${i}`, industry: "制造" }));
  w.at("2026-03-20T09:00:00+08:00");
  await leads(20, (i) => ({ company: `公司 ${i}`, ...(i < 5 ? { industry: "软件" } : {}) }));
});
afterAll(() => w.close());

const generous = { ...DEFAULT_SCORE_POLICY, groups: DEFAULT_SCORE_POLICY.groups.map((g) => (g.id === "profile" ? { ...g, rules: g.rules.map((r) => (r.id === "industry_given" ? { ...r, points: 20 } : r)) } : g)) };
const toTeam = (): RoutePolicy => ({
  rules: [{ id: "east", name: { zh: "华东轮转", en: "East in turn" }, when: { all: [] }, target: { kind: "people", ids: [rep.id, other.id] }, strategy: { kind: "round_robin" } }],
  fallback: { kind: "pool", id: DEFAULT_POOL },
});
const all = async () => (await sql<{ row: string }>`
  select md5(string_agg(t::text, '|' order by id)) as row from crm.lead t union all select md5(string_agg(t::text, '|')) from clew.route_turn t
  union all select md5(string_agg(t::text, '|')) from clew.load t union all select count(*)::text from clew.decision union all select count(*)::text from clew.policy where status = 'published'`.execute(w.house.db)).rows;

describe("trying rules before they are published", () => {
  it("a score draft is replayed on the leads of the range only, says what would differ and why, and writes nothing", async () => {
    const before = await all();
    const answer = (await w.as(admin, simulatePolicy, { kind: "score", body: generous, days: 7 })) as unknown as ScoreAnswer;
    expect(answer).toMatchObject({ leads: 20, changed: 5 });
    expect(answer.differences).toHaveLength(5);
    for (const sample of answer.differences) {
      expect(sample.after.outcome.score - sample.before.outcome.score).toBe(16);
      expect(sample.after.reasons.some((reason) => reason.facts.rule === "industry_given")).toBe(true);
    }
    for (const side of ["before", "after"] as const) {
      expect(answer.distribution.score[side].reduce((a, b) => a + b, 0)).toBe(20);
      expect(Object.values(answer.distribution.heat[side]).reduce((a, b) => a + b, 0)).toBe(20);
    }
    expect(await all()).toEqual(before);
    expect(((await w.as(admin, simulatePolicy, { kind: "score", body: generous, days: 30 })) as unknown as ScoreAnswer).leads).toBe(30);
  });

  it("a saved draft is what is tried when no rules are sent along, and the rules in force differ in nothing", async () => {
    expect(await w.as(admin, simulatePolicy, { kind: "score", days: 7 })).toMatchObject({ leads: 20, changed: 0 });
    await w.as(admin, draftPolicy, { kind: "score", body: generous });
    expect(await w.as(admin, simulatePolicy, { kind: "score", days: 7 })).toMatchObject({ changed: 5 });
    await w.as(admin, publishPolicy, { kind: "score" });
    expect(await w.as(admin, simulatePolicy, { kind: "score", days: 7 })).toMatchObject({ changed: 0 });
    await w.as(admin, rollbackPolicy, { kind: "score" });
    expect((await w.as(admin, getPolicy, { kind: "score" })).published?.body).toEqual(DEFAULT_SCORE_POLICY);
  });

  it("a route draft shows who would have got how many, evenly in turn, with nobody left out and nothing written", async () => {
    const before = await all();
    const answer = (await w.as(admin, simulatePolicy, { kind: "route", body: toTeam(), days: 7 })) as unknown as RouteAnswer;
    expect(answer).toMatchObject({ leads: 20, changed: 20, unassigned: { before: 20, after: 0 } });
    expect(answer.totals.person.filter(({ id }) => id).map(({ before: was, after }) => [was, after])).toEqual([[0, 10], [0, 10]]);
    expect(answer.differences[0]).toMatchObject({ before: { outcome: { pool_id: DEFAULT_POOL } } });
    expect(["林晓", "陈宇"]).toContain(answer.differences[0]?.after.outcome.name);
    expect(await all()).toEqual(before);
  });

  it("a daily cap holds in the replay as it would have on the day", async () => {
    await sql`update clew.person set cap_daily = 3 where id = ${rep.id}`.execute(w.house.db);
    const { directory } = await import("../../core/access/directory.ts");
    await directory.changed(w.system());
    const answer = (await w.as(admin, simulatePolicy, { kind: "route", body: { ...toTeam(), rules: toTeam().rules.map((r) => ({ ...r, target: { kind: "people", ids: [rep.id] } })) }, days: 30 })) as unknown as RouteAnswer;
    // Three on each of the two days on which leads came.
    expect(answer.totals.person.find(({ id }) => id === rep.id)).toMatchObject({ name: "林晓", before: 0, after: 6 });
    expect(answer.unassigned.after).toBe(24);
  });

  it("a route draft says for each person what they would get, who would be full, and what each rule would catch", async () => {
    await sql`update clew.person set cap_daily = null, cap_grades = '{"D": 2}' where id = ${rep.id}`.execute(w.house.db);
    const { directory } = await import("../../core/access/directory.ts");
    await directory.changed(w.system());
    const body = { ...toTeam(), rules: [...toTeam().rules.map((r) => ({ ...r, when: { field: "industry", op: "is", value: "软件" }, strategy: { kind: "least_effort", grade: { A: 3 }, stage: {} } })), { id: "match", name: { zh: "匹配", en: "Match" }, when: { all: [] }, target: { kind: "people", ids: [other.id] }, strategy: { kind: "best_match", similar: { source: 1 }, prior: 20, explore: 10 } }] };
    const steps: number[] = [];
    const { routePolicy } = await import("../../leads/route/kind.ts");
    const answer = (await routePolicy.simulate?.(w.ctx(admin), body as RoutePolicy, { days: 7, filter: null, progress: (done) => steps.push(done) })) as unknown as RouteAnswer & {
      breaches: { before: number; after: number }; people: { id: string; after: number; full: { after: number }; most: { after: number } }[]; rules: { id: string | null; before: number; after: number }[];
    };
    const graded = (await sql<{ grade: string | null }>`select grade from crm.lead where created_at > '2026-03-19' and industry = '软件'`.execute(w.house.db)).rows;
    expect(graded).toHaveLength(5);
    expect(answer.unassigned).toEqual({ before: 20, after: 0 });
    expect(answer.rules).toMatchObject([{ id: "east", after: 5 }, { id: "match", after: 15 }, { id: "account_owner", before: 0 }, { id: null, before: 20, after: 0 }]);
    const [mine, theirs] = [answer.people.find(({ id }) => id === rep.id), answer.people.find(({ id }) => id === other.id)];
    expect((mine?.after ?? 0) + (theirs?.after ?? 0)).toBe(20);
    expect(answer.breaches.after).toBe(mine?.full.after ?? 0);
    expect(steps.at(-1)).toBe(40);
    await sql`update clew.person set cap_grades = '{}'`.execute(w.house.db);
    await directory.changed(w.system());
  });

  it("leads outside somebody's scope are not replayed for them", async () => {
    const manager = await w.person("主管", "manager", "华南");
    const mine = (of: Actor) => w.as(of, simulatePolicy, { kind: "score", body: generous, days: 7 }) as unknown as Promise<ScoreAnswer>;
    const before = (await mine(manager)).leads;
    await leads(4, (i) => ({ phone: `+8613${500_000_000 + i}`, owner_id: other.id }));
    expect((await mine(manager)).leads).toBe(before);
    expect((await mine(admin)).leads).toBe(24);
  });
});

describe("business calendar", () => {
  it("an organisation's own hours replace the shipped ones and can be given back", async () => {
    const shipped = await w.as(admin, getCalendar, {});
    expect(shipped.own).toBe(false);
    const calendar = { ...shipped.calendar, windows: { ...shipped.calendar.windows, sat: [["10:00", "16:00"]] }, holidays: ["2026-03-25"] };
    expect(await w.as(admin, setCalendar, { calendar: calendar as never })).toMatchObject({ own: true, calendar: { holidays: ["2026-03-25"], windows: { sat: [["10:00", "16:00"]] } } });
    expect((await w.as(rep, getCalendar, {})).own).toBe(true);
    expect(await w.as(admin, setCalendar, { calendar: null })).toEqual(shipped);
  });

  it("a calendar without an open hour, with a foreign time zone, or from a rep is refused", async () => {
    const { calendar } = await w.as(admin, getCalendar, {});
    const closed = Object.fromEntries(Object.keys(calendar.windows).map((day) => [day, []]));
    await expect(w.as(admin, setCalendar, { calendar: { ...calendar, windows: closed } as never })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(w.as(admin, setCalendar, { calendar: { ...calendar, timeZone: "Mars/Olympus" } as never })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(w.as(rep, setCalendar, { calendar: null })).rejects.toMatchObject({ code: "forbidden" });
  });
});
