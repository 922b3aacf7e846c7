import type { Directory } from "../../core/access/directory.ts";
import { addBusiness } from "../sla/calendar.ts";
import { type Calendars, hoursOf } from "../sla/organisation_calendar.ts";
import type { AcceptWithin } from "./policy.ts";

/** Stages in which a lead has not been taken on yet. */
export const UNACCEPTED: ReadonlySet<string> = new Set(["new", "assigned"]);

/** Until when somebody who is given a lead at a moment may accept it: minutes on the wall, or of their team's working time without their leave. */
export function acceptUntil({ minutes, time }: AcceptWithin, calendars: Calendars, people: Directory, owner: string, from: Date): Date {
  if (time === "wall") return new Date(from.getTime() + minutes * 60_000);
  const { calendar, leave } = hoursOf(calendars, people, owner, from);
  return addBusiness(calendar, from, minutes * 60, leave);
}
