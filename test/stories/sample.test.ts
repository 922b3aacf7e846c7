import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listNotifications } from "../../core/notifications/ops.ts";
import { SIGN_INS } from "../../apps/seed/data/company.ts";
import { ensureSample } from "../../apps/seed/ensure.ts";
import { createSample, getSample } from "../../apps/seed/operations.ts";
import { markSample } from "../../apps/seed/make.ts";
import { actorOf } from "../../apps/seed/stage.ts";
import { myDay } from "../../leads/tasks/my_day.ts";
import { type World, world } from "../world.ts";

let w: World;
const said: string[] = [];

beforeAll(async () => {
  w = await world();
  w.at("2026-06-10T10:30:00+08:00");
  await ensureSample(w.house, (line) => said.push(line), { leads: 500, days: 30 });
}, 120_000);
afterAll(() => w.close());

const rows = async <T>(text: ReturnType<typeof sql<T>>): Promise<T[]> => (await text.execute(w.house.db)).rows;
const personId = async (mail: string): Promise<string> => (await rows(sql<{ id: string }>`select id from clew.person where email = ${`${mail}@yuntu.example`}`))[0]?.id as string;

describe("the sample company", () => {
  it("has one sign-in for each role, says so again at a later start, and is not made twice", async () => {
    const signIns = await rows(sql<{ role: string }>`select p.role from clew.person p join auth."account" a on a."userId" = p.id order by p.role`);
    expect(signIns.map((r) => r.role)).toEqual(["admin", "manager", "marketer", "rep", "viewer"]);
    const [before] = await rows(sql`select (select count(*) from clew.person) as people, (select count(*) from crm.lead) as leads`);
    const again: string[] = [];
    await ensureSample(w.house, (line) => again.push(line));
    expect(again).toEqual(said.slice(-SIGN_INS.length - 1));
    expect((await rows(sql`select (select count(*) from clew.person) as people, (select count(*) from crm.lead) as leads`))[0]).toEqual(before);
  });

  it("is the same company wherever it is made on a day", async () => {
    const made = async () => {
      const other = await world();
      try {
        other.at("2026-06-10T10:30:00+08:00");
        await ensureSample(other.house, () => {}, { leads: 300, days: 20 });
        const { rows: stays } = await sql`
          select l.phone, l.name, l.stage, l.grade, l.created_at, h.how, h.from_at, h.to_at, p.name as owner from clew.hold h join crm.lead l on l.id = h.lead_id left join clew.person p on p.id = h.owner_id
          order by l.created_at, l.phone, l.name, h.id`.execute(other.house.db);
        return stays;
      } finally {
        await other.close();
      }
    };
    const [one, another] = [await made(), await made()];
    expect(another).toEqual(one);
  }, 60_000);

  it("counts for everybody exactly the open leads they hold", async () => {
    const wrong = await rows(sql`
      select p.name, l.held, o.open from clew.person p left join clew.load l on l.person_id = p.id
      left join (select owner_id, count(*)::int as open from crm.lead where stage not in ('converted', 'disqualified') group by 1) o on o.owner_id = p.id
      where coalesce(l.held, 0) <> coalesce(o.open, 0)`);
    expect(wrong).toEqual([]);
  });

  it("leaves no open lead without owner or pool, none with both, and no owned one without a day on which it goes back", async () => {
    const [found] = await rows(sql<Record<string, number>>`
      select count(*)::int as leads, count(*) filter (where (owner_id is null) = (pool_id is null))::int as homeless, count(*) filter (where owner_id is not null and recycle_at is null)::int as forgotten,
        count(*) filter (where owner_id is not null and recycle_at <= ${w.house.clock.now()})::int as overdue from crm.lead where stage not in ('converted', 'disqualified')`);
    expect(found).toMatchObject({ homeless: 0, forgotten: 0, overdue: 0 });
    expect(found?.leads).toBeGreaterThan(50);
    const holds = await rows(sql`
      select l.id from crm.lead l left join clew.hold h on h.lead_id = l.id and h.to_at is null
      where l.stage not in ('converted', 'disqualified') and (h.id is null or h.owner_id is distinct from l.owner_id or h.pool_id is distinct from l.pool_id)`);
    expect(holds).toEqual([]);
  });

  it("has clocks that agree with its leads, met and missed ones among them", async () => {
    const states = new Map((await rows(sql<{ state: string; n: number }>`select state, count(*)::int as n from clew.clock group by 1`)).map((r) => [r.state, r.n]));
    expect(states.get("met")).toBeGreaterThan(states.get("missed") as number);
    expect(states.get("missed")).toBeGreaterThan(0);
    expect(states.get("running")).toBeGreaterThan(0);
    const wrong = await rows(sql`
      select c.id from clew.clock c join crm.lead l on l.id = c.lead_id
      where c.state = 'running' and (l.owner_id is distinct from c.owner_id or l.response_due_at is distinct from c.due_at or l.stage in ('converted', 'disqualified'))
        or c.state = 'met' and c.stopped_at > c.due_at`);
    expect(wrong).toEqual([]);
  });

  it("happened in the order of time, up to now", async () => {
    const now = w.house.clock.now();
    const [wrong] = await rows(sql<Record<string, number>>`
      select count(*) filter (where created_at > ${now} or last_activity_at > ${now})::int as future, count(*) filter (where first_response_at < created_at)::int as early,
        count(*) filter (where accepted_at < qualified_at or converted_at < accepted_at)::int as backwards, count(*) filter (where created_at < ${now}::timestamptz - interval '31 days')::int as ancient from crm.lead`);
    expect(wrong).toEqual({ future: 0, early: 0, backwards: 0, ancient: 0 });
  });

  it("narrows from stage to stage, and better sources win more", async () => {
    const [funnel] = await rows(sql<{ created: number; contacted: number; qualified: number; accepted: number; converted: number }>`
      select count(*)::int as created, count(first_response_at)::int as contacted, count(qualified_at)::int as qualified, count(accepted_at)::int as accepted, count(converted_at)::int as converted from crm.lead`);
    const steps = Object.values(funnel as object) as number[];
    expect(steps).toEqual(steps.toSorted((a, b) => b - a));
    expect(steps.at(-1)).toBeGreaterThan(0);
    const rate = new Map((await rows(sql<{ source: string; rate: number }>`select source, avg((qualified_at is not null)::int)::float8 as rate from crm.lead where source is not null group by 1`)).map((r) => [r.source, r.rate]));
    expect(rate.get("客户推荐")).toBeGreaterThan(rate.get("抖音广告") as number);
    expect(rate.get("官网表单")).toBeGreaterThan(rate.get("抖音广告") as number);
  });

  it("gives the rep of the demo a day: leads to answer, tasks due and overdue, unread messages of lately only", async () => {
    const rep = await actorOf(w.house, await personId("rep"));
    const day = await w.as(rep, myDay, {});
    expect(day.numbers.to_respond).toBeGreaterThanOrEqual(5);
    expect(day.numbers.overdue).toBeGreaterThan(0);
    expect(day.numbers.tasks_today).toBeGreaterThan(0);
    expect(day.numbers.new_today).toBeGreaterThan(0);
    const { unread } = await w.as(rep, listNotifications, {});
    expect(unread).toBeGreaterThan(0);
    expect(unread).toBeLessThan(100);
  });

  it("moves through the pool: recycled, claimed again, released with reasons, and has people on leave", async () => {
    const how = new Map((await rows(sql<{ how: string; n: number }>`select how, count(*)::int as n from clew.hold group by 1`)).map((r) => [r.how, r.n]));
    for (const kind of ["route", "recycle", "claim"]) expect(how.get(kind), kind).toBeGreaterThan(0);
    const [away] = await rows(sql<{ n: number }>`select count(*)::int as n from clew.leave where ${w.house.clock.now()} between from_at and to_at`);
    expect(away?.n).toBe(2);
    const unexplained = await rows(sql`select id from crm.lead where stage = 'disqualified' and disqualify_reason is null`);
    expect(unexplained).toEqual([]);
  });

  it("is refused where something is already, and says what to do when it was cut off", async () => {
    const admin = await actorOf(w.house, await personId("admin"));
    await expect(w.as(admin, createSample, {})).rejects.toMatchObject({ code: "sample_not_empty", status: 409 });
    expect(await w.as(admin, getSample, {})).toMatchObject({ state: "done", percent: 100, possible: false });
    await expect((async () => w.as(await actorOf(w.house, await personId("manager")), createSample, {}))()).rejects.toMatchObject({ code: "forbidden" });
    await markSample(w.house, { state: "making", done: 3, total: 30 });
    await expect(ensureSample(w.house, () => {})).rejects.toMatchObject({ name: "StartProblem" });
  });
});
