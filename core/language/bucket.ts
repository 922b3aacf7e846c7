import { instantText, startOfDay } from "./zone.ts";

/** First and first-after day of a calendar bucket that starts at `key` ("2026-03-01"), as dates and as instants of the time zone. */
export function bucketRange(key: string, bucket: "day" | "week" | "month" | "quarter" | "year", timeZone: string) {
  const [year, month, day] = key.split("-").map(Number) as [number, number, number];
  const months = { month: 1, quarter: 3, year: 12 } as const;
  const next = bucket === "day" || bucket === "week"
    ? new Date(Date.UTC(year, month - 1, day + (bucket === "day" ? 1 : 7)))
    : new Date(Date.UTC(year, month - 1 + months[bucket], 1));
  const to = next.toISOString().slice(0, 10);
  return {
    from: { date: key, instant: instantText(startOfDay(key, timeZone)) },
    to: { date: to, instant: instantText(startOfDay(to, timeZone)) },
  };
}
