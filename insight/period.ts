import type { Bucket } from "../core/records/aggregate.ts";
import { bucketRange } from "../core/language/bucket.ts";
import { addDays, localDate, startOfDay } from "../core/language/zone.ts";
import { invalidField } from "../core/refusal.ts";

/** Whole days of the organisation's time zone, both ends included, and the same as instants, the end excluded. */
export interface Period {
  from: string;
  to: string;
  start: Date;
  end: Date;
}

const DAY = 86_400_000;
const DEFAULT_DAYS = 30;
const MOST_DAYS = 3_660;

/** The days asked for; an absent end is today, an absent beginning 30 days with the end. Refuses more than ten years. */
export function periodOf(asked: { from?: string | undefined; to?: string | undefined }, now: Date, timeZone: string): Period {
  const to = asked.to ?? localDate(now.getTime(), timeZone);
  const from = asked.from ?? addDays(to, 1 - DEFAULT_DAYS);
  if (from > to) throw invalidField("from", { zh: "开始日期不能晚于结束日期", en: "The first day must not be after the last" });
  if (daysOf({ from, to }) > MOST_DAYS) throw invalidField("from", { zh: "时间范围最多十年", en: "At most ten years at a time" });
  return { from, to, start: new Date(startOfDay(from, timeZone)), end: new Date(startOfDay(addDays(to, 1), timeZone)) };
}

/** How many days a period has. */
export function daysOf({ from, to }: { from: string; to: string }): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1;
}

/** The period of the same number of days that ends where this one begins. */
export function previousPeriod(period: Period, timeZone: string): Period {
  const days = daysOf(period);
  return periodOf({ from: addDays(period.from, -days), to: addDays(period.from, -1) }, period.start, timeZone);
}

/** Days up to a month, weeks up to half a year, months beyond: at most some forty points on a line for a year or less. */
export function usualBucket(period: Period): Bucket {
  const days = daysOf(period);
  return days <= 31 ? "day" : days <= 184 ? "week" : "month";
}

/** First days of every bucket that touches the period, in order; weeks begin on Monday. */
export function bucketsOf(period: Period, bucket: Bucket, timeZone: string): string[] {
  const keys: string[] = [];
  for (let key = bucketStart(period.from, bucket); key <= period.to; key = bucketRange(key, bucket, timeZone).to.date) keys.push(key);
  return keys;
}

function bucketStart(date: string, bucket: Bucket): string {
  const [year = 0, month = 1] = date.split("-").map(Number);
  const first = (m: number) => new Date(Date.UTC(year, m, 1)).toISOString().slice(0, 10);
  switch (bucket) {
    case "day": return date;
    case "week": return addDays(date, -((new Date(date).getUTCDay() + 6) % 7));
    case "month": return first(month - 1);
    case "quarter": return first(Math.floor((month - 1) / 3) * 3);
    case "year": return first(0);
  }
}
