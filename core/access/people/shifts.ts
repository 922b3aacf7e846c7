import { z } from "zod";
import { instantToWall } from "../../language/zone.ts";
import { inWords } from "../../schema_problems.ts";

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
const Time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);
const Windows = z
  .array(z.tuple([Time, Time]))
  .max(6)
  .refine((windows) => windows.every(([open, close], i) => open < close && (i === 0 || (windows[i - 1] as [string, string])[1] <= open)), inWords("时段必须按先后排列且不重叠", "windows must be in order and not overlap"));

/** When one person works: windows per weekday in the organisation's time zone; a weekday that is not named is off. A night is two windows. */
export const Shifts = z.strictObject({ sun: Windows, mon: Windows, tue: Windows, wed: Windows, thu: Windows, fri: Windows, sat: Windows }).partial();
export type Shifts = z.infer<typeof Shifts>;

/** Whether a shift runs at this instant. */
export function inShift(shifts: Shifts, at: Date, timeZone: string): boolean {
  const wall = new Date(instantToWall(at.getTime(), timeZone));
  const time = wall.toISOString().slice(11, 16);
  return (shifts[DAYS[wall.getUTCDay()] as (typeof DAYS)[number]] ?? []).some(([open, close]) => open <= time && time < close);
}
