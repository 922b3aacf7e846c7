import type { Ctx } from "../../core/ctx.ts";
import { addDays, localDate, startOfDay } from "../../core/language/zone.ts";

/** The bounds of somebody's working day, ISO instants. */
export interface Day {
  now: string;
  from: string;
  to: string;
  /** First moment of the month. */
  month: string;
  /** Leads that go back before this moment are shown. */
  soon: string;
}

/** Days ahead in which a lead about to be recycled is worth a call today. */
const SOON_DAYS = 3;

/** The day of the organisation's time zone that runs now. */
export function dayOf(ctx: Ctx): Day {
  const zone = ctx.house.settings.timeZone;
  const today = localDate(ctx.now.getTime(), zone);
  const start = (date: string) => new Date(startOfDay(date, zone)).toISOString();
  return { now: ctx.now.toISOString(), from: start(today), to: start(addDays(today, 1)), month: start(`${today.slice(0, 7)}-01`), soon: start(addDays(today, SOON_DAYS + 1)) };
}
