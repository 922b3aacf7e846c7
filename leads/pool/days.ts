import { addDays, localDate, startOfDay, wallToInstant, zoneOffset } from "../../core/language/zone.ts";

const DAY = 86_400_000;

/** The same time of day a number of calendar days later (or earlier). */
export function daysLater(from: Date, days: number, timeZone: string): Date {
  const [start, end] = [from.getTime(), from.getTime() + days * DAY];
  const offset = zoneOffset(start, timeZone);
  return new Date(zoneOffset(end, timeZone) === offset ? end : wallToInstant(end + offset, timeZone));
}

/** The first moment after a local date. */
export function endOfDate(date: string, timeZone: string): Date {
  return new Date(startOfDay(addDays(date, 1), timeZone));
}

/** The last local date that has passed entirely at an instant: undoes `endOfDate`. */
export function lastDateBefore(instant: Date, timeZone: string): string {
  return localDate(instant.getTime() - 1, timeZone);
}

/** The local date of an instant. */
export function dateOf(instant: Date, timeZone: string): string {
  return localDate(instant.getTime(), timeZone);
}
