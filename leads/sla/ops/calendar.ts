import { z } from "zod";
import { sql } from "kysely";
import { directory } from "../../../core/access/directory.ts";
import { organisationOf, writeOrganisation } from "../../../core/access/organisation.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { op } from "../../../core/op.ts";
import { invalidField } from "../../../core/refusal.ts";
import { type Calendar, CalendarShape } from "../calendar.ts";
import { foresee, ForeseenOut } from "../foresee.ts";
import { organisationCalendar, shippedCalendar, teamCalendars, teamWithCalendar } from "../organisation_calendar.ts";

const CalendarOut = z.object({
  /** Whether the team or organisation asked for set it itself; otherwise a team uses the one above it, and the organisation the one shipped for the country. */
  own: z.boolean(),
  calendar: z.object({
    timeZone: z.string(), windows: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))), holidays: z.array(z.string()),
    makeupDays: z.array(z.object({ date: z.string(), like: z.string() })),
  }),
  /** The team whose calendar this is; null: the organisation's. */
  of_team: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** Every team that has a calendar of its own. */
  teams: z.array(z.uuid()),
});
const Which = { team_id: z.uuid().optional() };

async function shown(ctx: Ctx, team: string | undefined): Promise<z.input<typeof CalendarOut>> {
  const [organisation, teams, people] = await Promise.all([organisationCalendar.get(ctx.house), teamCalendars.get(ctx.house), directory.get(ctx.house)]);
  const serves = team ? teamWithCalendar(teams, people, team) : null;
  return {
    own: team ? teams.has(team) : (await organisationOf(ctx.house)).settings.calendar !== undefined,
    calendar: serves ? (teams.get(serves) as Calendar) : organisation,
    of_team: serves ? { id: serves, name: people.teams.get(serves)?.name ?? "" } : null, teams: [...teams.keys()],
  };
}

/** The business calendar that clocks and shifts run by: the organisation's, or that of a team. */
export const getCalendar = op({
  name: "calendar.get",
  title: { zh: "工作日历", en: "Business calendar" },
  needs: "signed_in",
  http: { method: "GET", path: "/calendar" },
  input: z.strictObject(Which),
  output: CalendarOut,
  async run(ctx, { team_id }) {
    await requireTeam(ctx, team_id);
    return shown(ctx, team_id);
  },
});

const Change = z.strictObject({ ...Which, calendar: CalendarShape.nullable() });

/**
 * Sets a calendar of the organisation or of one team; null goes back to the one shipped, or above the team. Running clocks are computed
 * again with the next sweep; `calendar.preview` says which of them would move.
 */
export const setCalendar = op({
  name: "calendar.set",
  title: { zh: "修改工作日历", en: "Set the business calendar" },
  needs: "organisation:edit",
  http: { method: "PUT", path: "/calendar" },
  input: Change,
  output: CalendarOut,
  async run(ctx, { calendar, team_id }) {
    await check(ctx, calendar, team_id);
    await transaction(ctx, async (tx) => {
      if (team_id === undefined) {
        await writeOrganisation(tx, { settings: { calendar } });
        await organisationCalendar.changed(tx);
        return;
      }
      await (calendar === null
        ? sql`delete from clew.team_calendar where team_id = ${team_id}`
        : sql`insert into clew.team_calendar (team_id, calendar, changed_at, changed_by) values (${team_id}, ${JSON.stringify(calendar)}::jsonb, ${tx.now}, ${tx.actor.id}::uuid)
          on conflict (team_id) do update set calendar = excluded.calendar, changed_at = excluded.changed_at, changed_by = excluded.changed_by`).execute(tx.db);
      await teamCalendars.changed(tx);
    });
    return shown(ctx, team_id);
  },
});

/** Which running clocks would move if the calendar were this one; writes nothing. */
export const previewCalendar = op({
  name: "calendar.preview",
  title: { zh: "预览日历改动", en: "Preview a calendar" },
  needs: "organisation:edit",
  http: { method: "POST", path: "/calendar/preview" },
  input: Change,
  output: ForeseenOut,
  async run(ctx, { calendar, team_id }) {
    await check(ctx, calendar, team_id);
    const [organisation, teams, people] = await Promise.all([organisationCalendar.get(ctx.house), teamCalendars.get(ctx.house), directory.get(ctx.house)]);
    if (team_id === undefined) return foresee(ctx, { calendars: { organisation: calendar ?? shippedCalendar(organisation.timeZone), teams } });
    const next = new Map(teams);
    if (calendar) next.set(team_id, calendar);
    else next.delete(team_id);
    return foresee(ctx, { calendars: { organisation, teams: next }, owners: people.peopleUnder(team_id) });
  },
});

async function requireTeam(ctx: Ctx, team: string | undefined): Promise<void> {
  if (team !== undefined && !(await directory.get(ctx.house)).teams.has(team)) throw invalidField("team_id", { zh: "没有这个团队", en: "There is no such team" });
}

async function check(ctx: Ctx, calendar: Calendar | null, team: string | undefined): Promise<void> {
  await requireTeam(ctx, team);
  if (calendar && !isTimeZone(calendar.timeZone)) throw invalidField("calendar.timeZone", { zh: "没有这个时区", en: "There is no such time zone" });
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
