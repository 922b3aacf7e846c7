import { addDays, startOfDay } from "../../core/language/zone.ts";
import type { Calendar } from "../../leads/sla/calendar.ts";
import { CAMPAIGNS } from "./data/campaigns.ts";
import { EXPO, type Source, SOURCES } from "./data/sources.ts";
import type { Random } from "./random.ts";

const MINUTE = 60_000;

/** A batch of arrivals: when it is taken, from which source each is. */
export interface Slot {
  at: Date;
  sources: Source[];
}

/** When each door hands over what has come, in minutes after midnight, and how much; advertising also sells in the evening. */
const HOURS: Readonly<Record<string, readonly (readonly [minute: number, weight: number])[]>> = {
  website: [[10 * 60 + 40, 46], [15 * 60 + 40, 54]],
  api: [[14 * 60 + 20, 1]],
  hand: [[16 * 60 + 15, 1]],
  douyin: [[11 * 60 + 50, 40], [21 * 60 + 20, 60]],
};
/** Arrivals that a lead takes: some people come twice, some of it is junk. */
const ARRIVALS = 1.045;
/** Part of all leads that come from expos, when the story has one. */
const EXPO_PART = 0.09;

/** How many leads come on each day of the story, oldest first: weekends and holidays are low, the company grows, expos are peaks. */
export function seasons(calendar: Calendar, today: string, days: number, leads: number): { date: string; usual: number; expo: number }[] {
  const dates = Array.from({ length: days }, (_, i) => addDays(today, i - days + 1));
  const expos = CAMPAIGNS.filter((c) => c.kind === "展会");
  const weights = dates.map((date, i) => {
    const weekend = [0, 6].includes(new Date(Date.parse(date)).getUTCDay()) && !calendar.makeupDays.some((d) => d.date === date);
    const monday = new Date(Date.parse(date)).getUTCDay() === 1 ? 1.12 : 1;
    return (calendar.holidays.includes(date) ? 0.28 : weekend ? 0.42 : monday) * (0.82 + (0.36 * i) / days) * (1 + 0.12 * Math.sin(i / 4.6));
  });
  const expoDay = dates.map((date) => expos.some((e) => within(date, addDays(today, -e.from), addDays(today, -e.to))));
  const expoDays = expoDay.filter(Boolean).length;
  const usual = leads * ARRIVALS * (expoDays > 0 ? 1 - EXPO_PART : 1);
  const total = weights.reduce((a, b) => a + b, 0);
  let owed = 0;
  return dates.map((date, i) => {
    owed += (usual * (weights[i] as number)) / total;
    const whole = Math.floor(owed);
    owed -= whole;
    return { date, usual: whole, expo: expoDay[i] ? Math.round((leads * ARRIVALS * EXPO_PART) / expoDays) : 0 };
  });
}

/** The day's arrivals as batches in order of time; `once`: each door hands over only once that day, now at the one hour, now at the other. */
export function slotsOf(random: Random, day: { date: string; usual: number; expo: number }, timeZone: string, once: boolean): Slot[] {
  const start = startOfDay(day.date, timeZone);
  const hours = once ? Object.fromEntries(Object.entries(HOURS).map(([door, all]) => [door, [[random.weighted(all), 1]] as const])) : HOURS;
  const slots = new Map<number, Source[]>();
  const put = (minute: number, source: Source) => slots.set(minute, [...(slots.get(minute) ?? []), source]);
  for (let i = 0; i < day.usual; i++) {
    const source = random.weighted(SOURCES.map((s) => [s, s.share] as const));
    put(random.weighted(hours[source.channel] ?? []), source);
  }
  for (let i = 0; i < day.expo; i++) put(17 * 60 + 30, EXPO);
  return [...slots].sort(([a], [b]) => a - b).map(([minute, sources]) => ({ at: new Date(start + (minute + random.int(0, 9)) * MINUTE + random.int(0, 59_999)), sources }));
}

const within = (date: string, from: string, to: string): boolean => date >= from && date <= to;
