import type { Ctx } from "../../../core/ctx.ts";
import { addBusiness } from "../../sla/calendar.ts";
import { organisationCalendar } from "../../sla/organisation_calendar.ts";
import type { CollisionSetting } from "./setting.ts";

/** Until when a collision that is put to somebody now is to be decided, in business time. */
export async function deadline(tx: Ctx, setting: CollisionSetting): Promise<Date> {
  return addBusiness(await organisationCalendar.get(tx.house), tx.now, setting.decide_hours * 3_600, []);
}
