import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addBusiness, businessBetween, type Calendar, CalendarShape, type Closed, WEEKDAYS } from "./calendar.ts";
import { timesOf } from "./clock.ts";
import { pauseClock, resumeClock } from "./pause.ts";
import type { ClockRule } from "./policy.ts";
import type { StoredClock } from "./stored.ts";

const DAY = 86_400;
const DAYS = 3;
/** The first second of Monday, 2 March 2026 in Shanghai, in seconds. */
const FIRST = Date.parse("2026-03-02T00:00:00+08:00") / 1_000;
const time = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const date = (day: number) => new Date((FIRST + day * DAY + 8 * 3_600) * 1_000).toISOString().slice(0, 10);
const moment = (second: number) => new Date((FIRST + second) * 1_000);

/** Several windows a day on any minute; the last may reach into the next day. */
const anyWindows = fc.tuple(fc.uniqueArray(fc.integer({ min: 0, max: 1_439 }), { maxLength: 6 }), fc.boolean()).map(([edges, overnight]) => {
  const sorted = edges.toSorted((a, b) => a - b);
  const pairs = Array.from({ length: Math.floor(sorted.length / 2) }, (_, i): [number, number] => [sorted[2 * i] as number, sorted[2 * i + 1] as number]);
  const last = pairs.at(-1);
  // Closing before the day's first window opens, on the next morning.
  if (overnight && last && (pairs[0] as [number, number])[0] > 0) last[1] = Math.max(1, Math.floor((pairs[0] as [number, number])[0] / 2));
  return pairs.map(([open, close]): [string, string] => [time(open), time(close)]);
});
const anyCalendar = fc.record({
  week: fc.array(anyWindows, { minLength: 7, maxLength: 7 }),
  holidays: fc.uniqueArray(fc.integer({ min: -1, max: DAYS }), { maxLength: 2 }),
  makeup: fc.uniqueArray(fc.record({ day: fc.integer({ min: -1, max: DAYS }), like: fc.constantFrom(...WEEKDAYS) }), { maxLength: 2, selector: ({ day }) => day }),
}).filter(({ week }) => week.some((windows) => windows.length > 0)).map(({ week, holidays, makeup }): Calendar => ({
  timeZone: "Asia/Shanghai", windows: Object.fromEntries(WEEKDAYS.map((day, i) => [day, week[i]])) as Calendar["windows"],
  holidays: holidays.map(date), makeupDays: makeup.filter(({ day }) => !holidays.includes(day)).map(({ day, like }) => ({ date: date(day), like })),
}));
const anyClosed = fc.array(fc.record({ from: fc.integer({ min: -DAY, max: DAYS * DAY }), length: fc.integer({ min: 1, max: DAY }) }), { maxLength: 4 })
  .map((list) => list.map(({ from, length }): Closed => ({ from: moment(from), to: moment(from + length) })));

// One sheet for every schedule: each is counted before the next is drawn up.
const paper = new Uint8Array(DAYS * DAY);

/** Every second of the days, straight from the definition: 1 where somebody works. */
function seconds(calendar: Calendar, closed: readonly Closed[]): Uint8Array {
  const open = paper.fill(0);
  const wall = (text: string) => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * 60;
  for (let day = -1; day < DAYS; day++) {
    if (calendar.holidays.includes(date(day))) continue;
    const like = calendar.makeupDays.find((made) => made.date === date(day))?.like ?? WEEKDAYS[(day + 8) % 7] as "mon";
    for (const [from, to] of calendar.windows[like]) {
      const start = day * DAY + wall(from);
      const end = (to < from ? day + 1 : day) * DAY + wall(to);
      if (end > 0) open.fill(1, Math.max(0, start), Math.max(0, end));
    }
  }
  for (const { from, to } of closed) {
    const [a, b] = [from.getTime() / 1_000 - FIRST, to.getTime() / 1_000 - FIRST];
    if (b > 0) open.fill(0, Math.max(0, a), Math.max(0, b));
  }
  return open;
}

/** The second at whose end `wanted` open seconds have passed since `from`; null beyond the days. */
function walk(open: Uint8Array, from: number, wanted: number): number | null {
  let left = wanted;
  for (let second = from; second < open.length; second++) if (open[second] === 1 && --left === 0) return second + 1;
  return null;
}

const count = (open: Uint8Array, from: number, to: number): number => {
  let total = 0;
  for (let second = from; second < to; second++) total += open[second] as number;
  return total;
};

const RULE: ClockRule = { id: "c", name: { zh: "时限", en: "Clock" }, step: "first_response", when: { all: [] }, target_minutes: { other: 60 }, time: "business", steps: [{ id: "half", at: { percent: 50 }, do: "notify_owner" }], on_transfer: "restart" };

describe("business time against counting every second", () => {
  test("10,000 random schedules: several windows, some over night, holidays, make-up days, leave and pauses", () => {
    let compared = 0;
    fc.assert(fc.property(anyCalendar, anyClosed, fc.nat(DAY), fc.integer({ min: 1, max: 5 * 3_600 }), fc.nat(DAY), (calendar, closed, from, wanted, span) => {
      const open = seconds(calendar, closed);
      const to = Math.min(from + span, DAYS * DAY);
      expect(businessBetween(calendar, moment(from), moment(to), closed)).toBe(count(open, from, to));
      const end = walk(open, from, wanted);
      if (end === null) return;
      compared++;
      expect(addBusiness(calendar, moment(from), wanted, closed)).toEqual(moment(end));
    }), { numRuns: 10_000 });
    expect(compared).toBeGreaterThan(3_000);
  }, 300_000);

  test("a clock paused and resumed any number of times is due after exactly its target, and what is left when it is paused is what it gets", () => {
    const stops = fc.array(fc.record({ run: fc.integer({ min: 1, max: 20_000 }), rest: fc.integer({ min: 1, max: 40_000 }) }), { minLength: 1, maxLength: 4 });
    let compared = 0;
    fc.assert(fc.property(anyCalendar, anyClosed, fc.nat(DAY), stops, fc.integer({ min: 5, max: 600 }), fc.boolean(), (calendar, leave, from, cycles, minutes, wall) => {
      const rule: ClockRule = { ...RULE, target_minutes: { other: minutes }, time: wall ? "wall" : "business" };
      const own = (pauses: Closed[]) => (wall ? seconds({ ...calendar, holidays: [], makeupDays: [], windows: Object.fromEntries(WEEKDAYS.map((day) => [day, [["00:00", "24:00"]]])) as never }, pauses) : seconds(calendar, [...leave, ...pauses]));
      if (walk(own([]), from, minutes * 60) === null) return;
      const hours = { calendar, leave };
      const began = timesOf(rule, moment(from), null, hours);
      let clock: StoredClock = {
        id: "1", lead_id: "1", clock: "c", step: "first_response", owner_id: null, grade: null, policy_version: 1, started_at: moment(from).toISOString(), due_at: began.due_at.toISOString(), state: "running",
        steps: began.steps.map((step) => ({ ...step, at: step.at.toISOString() })), fired: 0, fire_at: null, paused_at: null, pause: null, pauses: [], reasons: [],
      };
      let now = from;
      const pauses: Closed[] = [];
      for (const { run, rest } of cycles) {
        now += run;
        // A clock that is late already is not asked how much it has left.
        if (moment(now) >= new Date(clock.due_at)) return;
        const paused = pauseClock(rule, clock, { by: "hand", reason: { zh: "等", en: "Wait" } }, null, hours, moment(now)) as StoredClock;
        expect(paused.pause?.remaining_seconds).toBe(minutes * 60 - count(own(pauses), from, now));
        pauses.push({ from: moment(now), to: moment(now + rest) });
        now += rest;
        if (walk(own(pauses), from, minutes * 60) === null) return;
        clock = resumeClock(rule, paused, hours, moment(now));
      }
      compared++;
      const open = own(pauses);
      expect(new Date(clock.due_at)).toEqual(moment(walk(open, from, minutes * 60) as number));
      expect(new Date(clock.steps[0]?.at as string)).toEqual(moment(walk(open, from, minutes * 30) as number));
    }), { numRuns: 1_000 });
    expect(compared).toBeGreaterThan(100);
  }, 300_000);

  test("windows over night count once, belong to the day they open on, and are checked", () => {
    const night: [string, string][] = [["22:00", "06:00"]];
    const none: [string, string][] = [];
    const windows = { sun: none, mon: night, tue: night, wed: none, thu: none, fri: none, sat: none };
    const calendar: Calendar = { timeZone: "Asia/Shanghai", windows, holidays: [], makeupDays: [] };
    expect(CalendarShape.safeParse(calendar).success).toBe(true);
    expect(CalendarShape.safeParse({ ...calendar, windows: { ...windows, mon: [["22:00", "06:00"], ["23:00", "23:30"]] } }).success).toBe(false);
    const monday = (text: string) => new Date(`2026-03-${text}+08:00`);
    expect(addBusiness(calendar, monday("02T12:00:00"), 9 * 3_600)).toEqual(monday("03T23:00:00"));
    expect(businessBetween(calendar, monday("03T05:00:00"), monday("03T07:00:00"))).toBe(3_600);
    expect(businessBetween({ ...calendar, holidays: ["2026-03-03"] }, monday("03T00:00:00"), monday("05T00:00:00"))).toBe(6 * 3_600);
  });
});
