import type { Dayjs } from "dayjs";
import { instantOf, wallNow } from "../../ui/moment.ts";

export const QUICK = ["today", "tomorrow", "in_3_days", "next_week"] as const;
export type Quick = (typeof QUICK)[number];

/** The moments offered with one tap: today 16:00 (until half an hour before), tomorrow 10:00, in three days 10:00, next Monday 10:00. */
export function quickMoments(now: Dayjs): { key: Quick; at: Dayjs }[] {
  const at = (day: Dayjs, hour: number): Dayjs => day.hour(hour).minute(0).second(0).millisecond(0);
  const today = at(now, 16);
  const monday = now.add((8 - now.day()) % 7 || 7, "day");
  const moments: { key: Quick; at: Dayjs }[] = [
    ...(now.isBefore(today.subtract(30, "minute")) ? [{ key: "today" as const, at: today }] : []),
    { key: "tomorrow", at: at(now.add(1, "day"), 10) },
    { key: "in_3_days", at: at(now.add(3, "day"), 10) },
    { key: "next_week", at: at(monday, 10) },
  ];
  // On a Sunday the coming Monday is tomorrow: one tap for one moment.
  return moments.filter((each, index) => moments.findIndex((other) => other.at.isSame(each.at)) === index);
}

/** The instant one of them stands for now; null when it is no longer offered. */
export function momentOf(quick: Quick): string | null {
  const found = quickMoments(wallNow()).find((each) => each.key === quick);
  return found ? instantOf(found.at) : null;
}

/** What an outcome usually means for the next step: nobody answered → tomorrow; no interest → nothing. */
export function suggestedNext(outcome: string | undefined): Quick | "nothing" | undefined {
  if (outcome === "no_answer" || outcome === "busy") return "tomorrow";
  if (outcome === "not_interested" || outcome === "wrong_number") return "nothing";
  return undefined;
}
