import dayjs, { type Dayjs } from "dayjs";
import { DEFAULT_TIME_ZONE, instantToWall, startOfDay, wallToInstant } from "../../core/language/zone.ts";

let zone = DEFAULT_TIME_ZONE;

/** The organisation's time zone: every time is shown and entered in it, wherever the browser is. */
export const timeZone = (): string => zone;
export const speakZone = (name: string): void => {
  zone = name;
};

/** The organisation's wall clock at an instant, for formats, pickers and comparing days. Back to an instant only by `instantOf`. */
export function wallClock(at: string | number): Dayjs {
  return dayjs(new Date(instantToWall(typeof at === "number" ? at : Date.parse(at), zone)).toISOString().slice(0, 23));
}

/** The instant at which the organisation's wall clock shows this, as ISO text. */
export function instantOf(wall: Dayjs): string {
  return new Date(wallToInstant(Date.UTC(wall.year(), wall.month(), wall.date(), wall.hour(), wall.minute(), wall.second(), wall.millisecond()), zone)).toISOString();
}

export const wallNow = (): Dayjs => wallClock(Date.now());

/** "2026-03-05 09:30", to the second if asked. */
export const exactTime = (at: string, seconds = false): string => wallClock(at).format(seconds ? "YYYY-MM-DD HH:mm:ss" : "YYYY-MM-DD HH:mm");

/** "03-05 09:30". */
export const shortTime = (at: string): string => wallClock(at).format("MM-DD HH:mm");

/** The instant at which a day "2026-03-05" begins, `days` later if asked. */
export const dayStart = (day: string, days = 0): string => new Date(startOfDay(dayjs(day).add(days, "day").format("YYYY-MM-DD"), zone)).toISOString();
