import { sql } from "kysely";
import { directory } from "../../core/access/directory.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { sweep } from "../../core/jobs/sweep.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { ownSeconds } from "./clock.ts";
import { slaPolicy } from "./kind.ts";
import { hoursOf, organisationCalendar, teamCalendars } from "./organisation_calendar.ts";
import { policyVersions } from "./review_clock.ts";
import { pastPauses, STORED, type StoredClock } from "./stored.ts";

type Answered = StoredClock & { stopped_at: string };

/**
 * Measures once how long an answer took as its clock counts time: by the calendar of whoever had it, leave and pauses left out. A calendar
 * changed later does not rewrite what was. Whoever logs a call does not wait for it. Served by clock_unmeasured.
 */
export const sweepMeasures = sweep<Answered>({
  name: "sla.measure",
  async take(tx, most) {
    const { rows } = await sql<Answered>`
      select ${STORED}, c.stopped_at from clew.clock c
      where c.own_seconds is null and (c.answered or c.state = 'met') order by c.stopped_at limit ${most} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, clocks) {
    const [{ body, version }, organisation, teams, people] = await Promise.all([publishedPolicy(tx.house, slaPolicy), organisationCalendar.get(tx.house), teamCalendars.get(tx.house), directory.get(tx.house)]);
    const versions = await policyVersions(tx, clocks.map((clock) => clock.policy_version).filter((each) => each !== version));
    const measured = clocks.map((clock) => {
      const rule = (versions.get(clock.policy_version) ?? body).clocks.find(({ id }) => id === clock.clock);
      const [from, to] = [new Date(clock.started_at), new Date(clock.stopped_at)];
      const seconds = rule ? ownSeconds(rule, from, to, hoursOf({ organisation, teams }, people, clock.owner_id, from), pastPauses(clock)) : (to.getTime() - from.getTime()) / 1_000;
      return { id: clock.id, seconds: Math.max(0, Math.round(seconds)) };
    });
    await sql`update clew.clock c set own_seconds = x.seconds from ${rowsOf(measured, { id: "uuid", seconds: "int" })} where c.id = x.id`.execute(tx.db);
  },
});
