import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { draftPolicy, publishPolicy, simulatePolicy } from "../../core/policies/ops/policies.ts";
import { createRows } from "../../core/records/write.ts";
import { DEFAULT_POOL } from "../../leads/campaign.object.ts";
import { channels } from "../../leads/capture/channels.ts";
import { intake } from "../../leads/capture/intake.ts";
import type { RoutePolicy, RouteRule } from "../../leads/route/policy.ts";
import { logActivity } from "../../leads/timeline/log_activity.ts";
import { setCalendar } from "../../leads/sla/ops/calendar.ts";
import { DEFAULT_POOL_POLICY } from "../../leads/pool/policy.ts";
import { type World, world } from "../world.ts";

let w: World;
type Person = Actor & { kind: "person" };
let admin: Person;
let slow: Person;
let quick: Person;
let phone = 612_345_000;

interface Answer {
  leads: number;
  changed: number;
  people: { id: string; before: number; after: number }[];
  unassigned: { before: number; after: number };
  accepting: Record<"before" | "after", { offered: number; missed: number; unknown: number }> | null;
  differences: { before: { explain: { zh: string }[] }; after: { outcome: { owner_id: string | null }; explain: { zh: string }[] } }[];
}
const rule = (more: Partial<RouteRule> = {}): RouteRule => ({ id: "first", name: { zh: "先给慢的", en: "The slow one first" }, when: { all: [] }, target: { kind: "people", ids: [slow.id, quick.id] }, strategy: { kind: "weighted", weights: { [slow.id]: 10_000, [quick.id]: 1 } }, ...more });
const policy = (...rules: RouteRule[]): RoutePolicy => ({ rules, fallback: { kind: "pool", id: DEFAULT_POOL } });
const tried = async (body: RoutePolicy) => (await w.as(admin, simulatePolicy, { kind: "route", body, days: 7 })) as unknown as Answer;
const arrive = async (count: number) => {
  const channel = (await channels.get(w.house)).get("hand") as never;
  return (await transaction(w.system(), (tx) => intake(tx, channel, Array.from({ length: count }, () => ({ payload: { name: `客户 ${phone}`, phone: `+8613${phone++}` } })) as never))).map((one) => one.lead_id as string);
};

beforeAll(async () => {
  w = await world();
  admin = await w.person("管理员", "admin");
  slow = await w.person("慢先生", "rep", "华东");
  quick = await w.person("快小姐", "rep", "华北");
  await w.as(admin, draftPolicy, { kind: "pool", body: { ...DEFAULT_POOL_POLICY, limits: { ...DEFAULT_POOL_POLICY.limits, holding: null } } });
  await w.as(admin, publishPolicy, { kind: "pool" });
});
afterAll(() => w.close());

describe("a time to accept in a trial", () => {
  it("lets a lead pass where its owner did in fact, to the next one; where nobody can know, says so", async () => {
    await w.as(admin, draftPolicy, { kind: "route", body: policy(rule({ target: { kind: "people", ids: [slow.id] } })) });
    await w.as(admin, publishPolicy, { kind: "route" });
    const [answered] = await arrive(1) as [string];
    const late = await arrive(3);
    await w.travel({ minutes: 10 });
    await w.as(slow, logActivity, { id: answered, kind: "call", nothing_next: true });
    await w.travel({ minutes: 170 });
    for (const id of late.slice(0, 2)) await w.as(slow, logActivity, { id, kind: "call", nothing_next: true });
    await w.travel({ hours: 1 });
    // Half an hour: one was answered in time, two too late, one never.
    const answer = await tried(policy(rule({ accept_within: { minutes: 30, time: "wall" } })));
    expect(answer.accepting).toMatchObject({ before: { offered: 0 }, after: { offered: 7, missed: 3, unknown: 3 } });
    expect(answer.people.map(({ id, before, after }) => [id, before, after])).toEqual([[quick.id, 0, 3], [slow.id, 4, 1]]);
    expect(answer.changed).toBe(3);
    expect(answer.differences[0]?.after.explain[0]?.zh).toBe("「慢先生」当时没有在 2026-03-02 09:30 前接受，转给下一位");
    expect(answer.differences[0]?.after.outcome.owner_id).toBe(quick.id);
    // A day is long enough for all; the one that is not answered yet may still be.
    const patient = await tried(policy(rule({ accept_within: { minutes: 24 * 60, time: "wall" } })));
    expect(patient.accepting?.after).toEqual({ offered: 4, missed: 0, unknown: 1 });
    expect((await tried(policy(rule()))).accepting).toBeNull();
    expect((await sql`select 1 from clew.route_offer`.execute(w.house.db)).rows).toEqual([]);
  });
});

describe("somebody without shifts of their own", () => {
  it("works by their team's calendar, in routing and in a trial", async () => {
    const nights = { timeZone: "Asia/Shanghai", holidays: [], makeupDays: [], windows: Object.fromEntries(["sun", "mon", "tue", "wed", "thu", "fri", "sat"].map((day) => [day, [["20:00", "23:00"]]])) };
    await w.as(admin, setCalendar, { team_id: quick.teamId as string, calendar: nights as never });
    const body = policy(rule({ in_shift: true }));
    await w.as(admin, draftPolicy, { kind: "route", body });
    await w.as(admin, publishPolicy, { kind: "route" });
    w.at("2026-03-10T21:00:00+08:00");
    const [evening] = await arrive(1) as [string];
    const owner = (await sql<{ owner_id: string }>`select owner_id from crm.lead where id = ${evening}`.execute(w.house.db)).rows[0]?.owner_id;
    expect(owner).toBe(quick.id);
    const answer = await tried(policy(rule({ in_shift: true, strategy: { kind: "round_robin" } })));
    expect(answer.people.find(({ id }) => id === quick.id)?.after).toBe(1);
  });
});

describe("a long trial", () => {
  it("hands thousands out and says how far it is", async () => {
    await transaction(w.system(), (tx) => createRows(tx, "lead", Array.from({ length: 2_000 }, (_, i) => ({ name: `多 ${i}`, phone: `+8613${phone++}`, stage: "new" })) as never));
    const steps: [number, number][] = [];
    const { routePolicy } = await import("../../leads/route/kind.ts");
    const answer = await routePolicy.simulate?.(w.ctx(admin), policy(rule({ strategy: { kind: "round_robin" } })), { days: 7, filter: null, progress: (done, total) => steps.push([done, total]) });
    expect(answer?.leads).toBeGreaterThanOrEqual(2_000);
    const [done, total] = steps.at(-1) as [number, number];
    expect(done).toBe(total);
    expect(steps.length).toBeGreaterThan(5);
  });
});
