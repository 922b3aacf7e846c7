import { z } from "zod";
import { organisationOf, writeOrganisation } from "../../../core/access/organisation.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { op } from "../../../core/op.ts";
import { invalidField } from "../../../core/refusal.ts";
import { CalendarShape } from "../calendar.ts";
import { organisationCalendar } from "../organisation_calendar.ts";

const CalendarOut = z.object({
  /** Whether the organisation set it; otherwise it is the one shipped for the country. */
  own: z.boolean(),
  calendar: z.object({
    timeZone: z.string(), windows: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))), holidays: z.array(z.string()),
    makeupDays: z.array(z.object({ date: z.string(), like: z.string() })),
  }),
});

const shown = async (ctx: Ctx): Promise<z.input<typeof CalendarOut>> => ({
  own: (await organisationOf(ctx.house)).settings.calendar !== undefined, calendar: await organisationCalendar.get(ctx.house),
});

/** The business calendar that clocks and shifts run by. */
export const getCalendar = op({
  name: "calendar.get",
  title: { zh: "工作日历", en: "Business calendar" },
  needs: "signed_in",
  http: { method: "GET", path: "/calendar" },
  input: z.strictObject({}),
  output: CalendarOut,
  run: shown,
});

/** Sets the organisation's own calendar; null goes back to the one shipped. Clocks that start from now on use it. */
export const setCalendar = op({
  name: "calendar.set",
  title: { zh: "修改工作日历", en: "Set the business calendar" },
  needs: "organisation:edit",
  http: { method: "PUT", path: "/calendar" },
  input: z.strictObject({ calendar: CalendarShape.nullable() }),
  output: CalendarOut,
  async run(ctx, { calendar }) {
    if (calendar && !isTimeZone(calendar.timeZone)) throw invalidField("calendar.timeZone", { zh: "没有这个时区", en: "There is no such time zone" });
    await transaction(ctx, async (tx) => {
      await writeOrganisation(tx, { settings: { calendar } });
      await organisationCalendar.changed(tx);
    });
    return shown(ctx);
  },
});

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
