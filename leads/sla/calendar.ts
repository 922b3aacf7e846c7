import { z } from "zod";
import { startOfDay, wallDate, wallToInstant } from "../../core/language/zone.ts";
import { inWords } from "../../core/schema_problems.ts";

export const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const DAY = 86_400_000;
const DateShape = z.iso.date();
const TimeShape = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);
const WindowsShape = z
  .array(z.tuple([TimeShape, TimeShape]))
  .max(12)
  .refine(inOrder, inWords("时段必须按先后排列且不重叠，只有最后一个可以跨到次日", "windows must be in order and not overlap; only the last one may reach into the next day"));

/** When work is done: windows per weekday in local time, days off, and days worked although they are weekends (调休). */
export const CalendarShape = z
  .strictObject({
    timeZone: z.string().min(1),
    windows: z.strictObject({ sun: WindowsShape, mon: WindowsShape, tue: WindowsShape, wed: WindowsShape, thu: WindowsShape, fri: WindowsShape, sat: WindowsShape }),
    holidays: z.array(DateShape),
    /** A make-up day has the windows of the weekday it is worked like. */
    makeupDays: z.array(z.strictObject({ date: DateShape, like: z.enum(WEEKDAYS) })),
  })
  .refine((calendar) => WEEKDAYS.some((day) => calendar.windows[day].length > 0), { path: ["windows"], ...inWords("一周中至少要有一个工作时段", "at least one window in the week") })
  .refine((calendar) => !calendar.makeupDays.some(({ date }) => calendar.holidays.includes(date)), { path: ["makeupDays"], ...inWords("同一天不能既是假日又是调休上班日", "a day cannot be both holiday and make-up day") });

export type Calendar = z.output<typeof CalendarShape>;

/** Whether windows follow one another; the last may close earlier than it opens: on the next day. */
function inOrder(windows: readonly (readonly [string, string])[]): boolean {
  return windows.every(([open, close], i) => {
    const overnight = close < open && i === windows.length - 1 && open !== "24:00" && close !== "00:00";
    return (open < close || overnight) && (i === 0 || (windows[i - 1] as readonly [string, string])[1] <= open);
  });
}

/** A calendar that is always open: in it business time is time on the wall. */
export const ALWAYS: Calendar = {
  timeZone: "UTC", holidays: [], makeupDays: [],
  windows: Object.fromEntries(WEEKDAYS.map((day) => [day, [["00:00", "24:00"]]])) as unknown as Calendar["windows"],
};

/** Time that does not count although the calendar is open: a person's leave, a clock's pause. `to` is the first moment after it. */
export interface Closed {
  from: Date;
  to: Date;
}

/** Longest run of days without any open time that is searched: ten years and a bit. */
const LONGEST_CLOSED_DAYS = 4000;

/**
 * The first moment at which `seconds` of open time have passed since `from`; with 0 it is `from`. Exact to the millisecond, in
 * O(days). A window's edge that a clock change skips moves on by the gap. Throws RangeError for negative
 * seconds, and where no open time comes within 4,000 days.
 */
export function addBusiness(calendar: Calendar, from: Date, seconds: number, closed: readonly Closed[] = []): Date {
  if (!(seconds >= 0)) throw new RangeError(`business seconds must not be negative: ${seconds}`);
  const start = from.getTime();
  let remaining = Math.round(seconds * 1000);
  if (remaining === 0) return from;
  const days = prepared(calendar);
  let barren = 0;
  // The last window of yesterday may still be open.
  for (let day = days.dayOf(start) - 1; barren < LONGEST_CLOSED_DAYS; day++) {
    const spans = withoutClosed(days.spans(day), closed);
    barren = spans.length === 0 ? barren + 1 : 0;
    for (let i = 0; i < spans.length; i += 2) {
      const open = Math.max(spans[i] as number, start);
      const length = (spans[i + 1] as number) - open;
      if (length <= 0) continue;
      if (remaining <= length) return new Date(open + remaining);
      remaining -= length;
    }
  }
  throw new RangeError("the calendar does not open again");
}

/** Seconds of open time from `a` to `b`, negative when `b` is earlier; milliseconds are kept as a fraction. */
export function businessBetween(calendar: Calendar, a: Date, b: Date, closed: readonly Closed[] = []): number {
  if (b < a) return -businessBetween(calendar, b, a, closed);
  const [start, end] = [a.getTime(), b.getTime()];
  const days = prepared(calendar);
  let total = 0;
  for (let day = days.dayOf(start) - 1, last = days.dayOf(end); day <= last; day++) {
    const spans = withoutClosed(days.spans(day), closed);
    for (let i = 0; i < spans.length; i += 2) {
      total += Math.max(0, Math.min(spans[i + 1] as number, end) - Math.max(spans[i] as number, start));
    }
  }
  return total / 1000;
}

/** The days of one calendar as instants, worked out once each: the zone database is by far the slowest part. */
class Days {
  readonly #calendar: Calendar;
  readonly #holidays: Set<string>;
  readonly #like: Map<string, Weekday>;
  readonly #starts = new Map<number, number>();
  readonly #spans = new Map<number, number[]>();
  readonly #overnight: boolean;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
    this.#holidays = new Set(calendar.holidays);
    this.#like = new Map(calendar.makeupDays.map(({ date, like }) => [date, like]));
    this.#overnight = WEEKDAYS.some((day) => calendar.windows[day].some(([open, close]) => close < open));
  }

  /** Number of the local day (days since 1970-01-01) in which an instant lies. */
  dayOf(instant: number): number {
    const day = Math.floor(instant / DAY);
    if (instant < this.#start(day)) return day - 1;
    return instant < this.#start(day + 1) ? day : day + 1;
  }

  /** Opening and closing instants of the windows that open on a local day, in turn; what the day before still covers is left out. */
  spans(day: number): number[] {
    let spans = this.#spans.get(day);
    if (!spans) this.#spans.set(day, (spans = this.#overnight ? after(this.#work(day - 1).at(-1), this.#work(day)) : this.#work(day)));
    return spans;
  }

  #start(day: number): number {
    let start = this.#starts.get(day);
    if (start === undefined) this.#starts.set(day, (start = startOfDay(wallDate(day * DAY), this.#calendar.timeZone)));
    return start;
  }

  #work(day: number): number[] {
    const date = wallDate(day * DAY);
    if (this.#holidays.has(date)) return [];
    const weekday = this.#like.get(date) ?? (WEEKDAYS[new Date(day * DAY).getUTCDay()] as Weekday);
    return this.#calendar.windows[weekday].flatMap(([open, close]) => [this.#at(day, open), this.#at(close < open ? day + 1 : day, close)]);
  }

  #at(day: number, time: string): number {
    const wall = (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000;
    const [start, next] = [this.#start(day), this.#start(day + 1)];
    if (wall === 0) return start;
    if (wall === DAY) return next;
    return next - start === DAY ? start + wall : wallToInstant(day * DAY + wall, this.#calendar.timeZone);
  }
}

/** Spans from a moment on. */
function after(from: number | undefined, spans: number[]): number[] {
  if (from === undefined || spans.length === 0 || (spans[0] as number) >= from) return spans;
  const kept: number[] = [];
  for (let i = 0; i < spans.length; i += 2) if ((spans[i + 1] as number) > from) kept.push(Math.max(spans[i] as number, from), spans[i + 1] as number);
  return kept;
}

const known = new WeakMap<Calendar, Days>();

function prepared(calendar: Calendar): Days {
  let days = known.get(calendar);
  if (!days) known.set(calendar, (days = new Days(calendar)));
  return days;
}

function withoutClosed(spans: number[], closed: readonly Closed[]): number[] {
  let left = spans;
  for (const range of closed) {
    const [from, to] = [range.from.getTime(), range.to.getTime()];
    if (left.length === 0 || to <= (left[0] as number) || from >= (left.at(-1) as number)) continue;
    const kept: number[] = [];
    for (let i = 0; i < left.length; i += 2) {
      const [open, close] = [left[i] as number, left[i + 1] as number];
      if (open < Math.min(close, from)) kept.push(open, Math.min(close, from));
      if (Math.max(open, to) < close) kept.push(Math.max(open, to), close);
    }
    left = kept;
  }
  return left;
}
