import type { TimeUnit, Window } from "../types.ts";
import { addDays, addMonths, instantToWall, localDate, wallDate, wallToInstant } from "../zone.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** From inclusive to exclusive. */
export interface Span<T> {
  from: T;
  to: T;
}

/**
 * Instants (milliseconds) of a window. `last` ends with now, now included; `next` starts with now; `this` is the running
 * calendar unit of the time zone, weeks from Monday (GB/T 7408, ISO 8601). Days and longer keep the local time of day.
 */
export function windowInstants(window: Window, now: Date, timeZone: string): Span<number> {
  const at = now.getTime();
  if ("last" in window) return { from: shift(at, -window.last, window.unit, timeZone), to: at + 1 };
  if ("next" in window) return { from: at, to: shift(at, window.next, window.unit, timeZone) };
  const unit = window.this;
  const wall = instantToWall(at, timeZone);
  if (unit === "minute" || unit === "hour") {
    const length = unit === "minute" ? MINUTE : HOUR;
    const from = at - (wall % length);
    return { from, to: from + length };
  }
  const { from, to } = calendarUnit(wall, unit);
  return { from: wallToInstant(from, timeZone), to: wallToInstant(to, timeZone) };
}

/** Days of a window, for fields that hold days: `last 7 day` is today and the six days before, `next 7 day` today and the six after. */
export function windowDates(window: Window, now: Date, timeZone: string): Span<string> {
  const today = localDate(now.getTime(), timeZone);
  const tomorrow = addDays(today, 1);
  if ("last" in window) {
    if (isShort(window.unit)) return { from: localDate(shift(now.getTime(), -window.last, window.unit, timeZone), timeZone), to: tomorrow };
    return { from: wallDate(shiftWall(Date.parse(today), -window.last, window.unit) + DAY), to: tomorrow };
  }
  if ("next" in window) {
    if (isShort(window.unit)) return { from: today, to: addDays(localDate(shift(now.getTime(), window.next, window.unit, timeZone), timeZone), 1) };
    return { from: today, to: wallDate(shiftWall(Date.parse(today), window.next, window.unit)) };
  }
  if (isShort(window.this)) return { from: today, to: tomorrow };
  const { from, to } = calendarUnit(Date.parse(today), window.this);
  return { from: wallDate(from), to: wallDate(to) };
}

function isShort(unit: TimeUnit): unit is "minute" | "hour" {
  return unit === "minute" || unit === "hour";
}

function shift(instant: number, count: number, unit: TimeUnit, timeZone: string): number {
  if (unit === "minute") return instant + count * MINUTE;
  if (unit === "hour") return instant + count * HOUR;
  return wallToInstant(shiftWall(instantToWall(instant, timeZone), count, unit), timeZone);
}

function shiftWall(wall: number, count: number, unit: Exclude<TimeUnit, "minute" | "hour">): number {
  if (unit === "day") return wall + count * DAY;
  if (unit === "week") return wall + count * 7 * DAY;
  return addMonths(wall, count * MONTHS[unit]);
}

/** The calendar unit that a wall clock lies in. */
function calendarUnit(wall: number, unit: Exclude<TimeUnit, "minute" | "hour">): Span<number> {
  const at = new Date(wall);
  const midnight = wall - (((wall % DAY) + DAY) % DAY);
  if (unit === "day") return { from: midnight, to: midnight + DAY };
  if (unit === "week") {
    const monday = midnight - ((at.getUTCDay() + 6) % 7) * DAY;
    return { from: monday, to: monday + 7 * DAY };
  }
  const months = MONTHS[unit];
  const from = Date.UTC(at.getUTCFullYear(), Math.floor(at.getUTCMonth() / months) * months, 1);
  return { from, to: addMonths(from, months) };
}
