import { sql } from "kysely";
import { afterAll, beforeEach, expect, it } from "vitest";
import { makeHouse } from "../../apps/house.ts";
import { sweeps } from "../../apps/everything.ts";
import { furnish } from "../../apps/prepare.ts";
import { addLeave } from "../../core/access/people/add_leave.ts";
import { removeLeave } from "../../core/access/people/remove_leave.ts";
import { sweepDue } from "../../core/jobs/sweep.ts";
import { Refusal } from "../../core/refusal.ts";
import { businessBetween, type Calendar, type Closed } from "../../leads/sla/calendar.ts";
import { getCalendar, setCalendar } from "../../leads/sla/ops/calendar.ts";
import { pauseClocks, resumeClocks } from "../../leads/sla/ops/pause.ts";
import { at, office, rule } from "./sla/office.ts";

const { w, admin, east, rep, publish, lead, clocks, call, running, monday } = await office();
afterAll(() => w.close());
beforeEach(monday);

/** mulberry32: small, seeded, good enough to choose by. */
const SEED = Number(process.env.CLEW_SLA_SEED ?? Date.now() % 1_000_000);
let state = SEED;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

const MINUTES = 900;
const HOURS: [string, string][][] = [[["09:00", "12:00"], ["13:30", "18:00"]], [["08:00", "16:00"]], [["10:00", "13:00"], ["14:00", "20:00"]], [["20:00", "04:00"]]];

it(`leave, pauses and calendars changed in any order, with restarts between, leave every clock due after exactly its time (seed ${SEED})`, async () => {
  await publish(rule({ target_minutes: { other: MINUTES } }));
  const { calendar: shipped } = await w.as(admin, getCalendar, {});
  for (let round = 0; round < 6; round++) {
    await monday();
    await sql`delete from clew.clock_review`.execute(w.house.db);
    await w.as(admin, setCalendar, { calendar: null, team_id: east });
    let calendar = shipped as Calendar;
    let now = Date.parse(at("02T09:00"));
    const id = await lead();
    const leaves = new Map<string, Closed>();
    const pauses: Closed[] = [];
    let paused: number | null = null;
    for (let step = 0; step < 12; step++) {
      now += (1 + Math.floor(random() * 200)) * 60_000;
      w.at(new Date(now).toISOString());
      await sweepDue(w.house, sweeps);
      if ((await running(id)).length === 0) break;
      const what = pick(["pause", "resume", "leave", "back", "calendar", "restart", "sweep"]);
      if (what === "pause" && paused === null) {
        await w.as(rep, pauseClocks, { id, reason: "等客户" });
        paused = now;
      } else if (what === "resume" && paused !== null) {
        await w.as(rep, resumeClocks, { id });
        pauses.push({ from: new Date(paused), to: new Date(now) });
        paused = null;
      } else if (what === "leave") {
        const from = new Date(now + Math.floor((random() - 0.3) * 600) * 60_000);
        const to = new Date(from.getTime() + (10 + Math.floor(random() * 900)) * 60_000);
        leaves.set((await w.as(rep, addLeave, { id: rep.id, from_at: from.toISOString(), to_at: to.toISOString() })).id, { from, to });
      } else if (what === "back" && leaves.size > 0) {
        const leave = pick([...leaves.keys()]);
        await w.as(rep, removeLeave, { id: rep.id, leave_id: leave });
        leaves.delete(leave);
      } else if (what === "calendar") {
        const work = pick(HOURS);
        calendar = { ...(shipped as Calendar), windows: { sun: pick([[], work]), mon: work, tue: work, wed: pick([[], work]), thu: work, fri: work, sat: [] } };
        await w.as(admin, setCalendar, { calendar: calendar as never, team_id: east });
      }
      // A process that starts anew knows nothing of what the one before has seen.
      const house = what === "restart" ? makeHouse({ db: w.house.db, side: w.house.side, settings: w.house.settings, log: w.house.log, clock: w.house.clock }) : w.house;
      if (house !== w.house) furnish(house);
      await sweepDue(house, sweeps);
      const [clock] = await running(id);
      const closed = [...leaves.values(), ...pauses].filter(({ to }) => to > new Date(at("02T09:00")));
      if (paused === null) {
        const due = new Date(clock?.due_at as string);
        expect(businessBetween(calendar, new Date(clock?.started_at as string), due, closed), `round ${round}, step ${step}: ${what}`).toBe(MINUTES * 60);
        expect(businessBetween(calendar, new Date(due.getTime() - 1_000), due, closed), "the last second is worked").toBe(1);
      } else expect(clock?.state).toBe("paused");
    }
    await w.as(admin, setCalendar, { calendar: null, team_id: east });
  }
}, 120_000);

const tried = async (work: Promise<unknown>[]) => {
  const results = await Promise.allSettled(work);
  const broken = results.flatMap((r) => (r.status === "rejected" && !(r.reason instanceof Refusal) ? [String(r.reason)] : []));
  expect(broken).toEqual([]);
  return results.filter((r) => r.status === "fulfilled").length;
};
const twenty = Array.from({ length: 20 });
const pausesOf = async (id: string) => (await sql<{ state: string; pauses: { from: string; to: string }[] }>`select state, pauses from clew.clock where lead_id = ${id}`.execute(w.house.db)).rows[0];

it("of twenty who pause a clock at once one does, of twenty who resume it one, and no second is lost or counted twice", async () => {
  await publish(rule());
  const id = await lead();
  await w.travel({ minutes: 20 });
  expect(await tried(twenty.map(() => w.as(rep, pauseClocks, { id, reason: "等客户回复" })))).toBe(1);
  await w.travel({ minutes: 30 });
  expect(await tried([...twenty.map(() => w.as(rep, resumeClocks, { id })), sweepDue(w.house, sweeps)])).toBe(2);
  expect(await pausesOf(id)).toMatchObject({ state: "running", pauses: [{ from: at("02T09:20"), to: at("02T09:50") }] });
  expect((await running(id))[0]?.due_at).toBe(at("02T10:30"));
});

it("pausing, resuming, answering and sweeping at once end in one of the orders they could have come in", async () => {
  await publish(rule({ steps: [{ id: "due", at: { minutes_after: 0 }, do: "notify_owner" }] }));
  for (let i = 0; i < 6; i++) {
    await monday();
    const id = await lead();
    await w.travel({ minutes: 59 });
    w.at(at("02T10:00"));
    await tried([call(rep, id), w.as(rep, pauseClocks, { id, reason: "等" }), sweepDue(w.house, sweeps), w.as(rep, pauseClocks, { id, reason: "再等" }), w.as(rep, resumeClocks, { id })]);
    await tried([w.as(rep, resumeClocks, { id })]);
    await sweepDue(w.house, sweeps);
    const [clock] = await clocks(id);
    // Answered in the very second it was due: in time, whatever came first.
    expect([clock?.state, clock?.own_seconds]).toEqual(["met", 3_600]);
    const told = await sql<{ n: number }>`select count(*)::int as n from clew.notification where record_id = ${id} and kind = 'sla_warning'`.execute(w.house.db);
    expect(told.rows[0]?.n).toBeLessThanOrEqual(1);
  }
});
