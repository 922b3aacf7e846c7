import { sql } from "kysely";
import { directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { sweep } from "../../core/jobs/sweep.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { updateRows } from "../../core/records/write.ts";
import { slaPolicy } from "./kind.ts";
import { hoursOf, organisationCalendar, teamCalendars } from "./organisation_calendar.ts";
import { pauseLeft, resumeClock } from "./pause.ts";
import { saveClocks, STORED, type StoredClock } from "./stored.ts";

/** Lets paused clocks go on whose pause has an end that has come, from exactly that end, however late somebody looks. */
export const sweepPauses = sweep<StoredClock>({
  name: "sla.resume",
  async take(tx, most) {
    const { rows } = await sql<StoredClock>`
      select ${STORED} from clew.clock c join crm.lead l on l.id = c.lead_id
      where c.state = 'paused' and c.fire_at <= ${tx.now} order by c.fire_at limit ${most} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, clocks) {
    await resume(tx, clocks, (clock) => new Date(clock.fire_at as string));
  },
});

/** Lets paused clocks go on, whose leads and themselves are locked. Those whose rule is gone wait for the review that withdraws them. */
export async function resume(tx: Ctx, clocks: readonly StoredClock[], when: (clock: StoredClock) => Date): Promise<StoredClock[]> {
  if (clocks.length === 0) return [];
  const [{ body }, organisation, teams, people] = await Promise.all([publishedPolicy(tx.house, slaPolicy), organisationCalendar.get(tx.house), teamCalendars.get(tx.house), directory.get(tx.house)]);
  const resumed = clocks.flatMap((clock) => {
    const rule = body.clocks.find((each) => each.id === clock.clock);
    if (!rule) return [];
    const at = when(clock);
    const left = pauseLeft(rule, clock);
    const usedUp = left !== null && at.getTime() - Date.parse(clock.paused_at as string) >= left;
    return [resumeClock(rule, clock, hoursOf({ organisation, teams }, people, clock.owner_id, new Date(clock.started_at)), at, usedUp ? "pause_used_up" : "clock_resumed")];
  });
  await saveClocks(tx, resumed);
  await showDue(tx, resumed);
  return resumed;
}

/** Tells the leads of response clocks their new due time; none while the clock stands still. */
export async function showDue(tx: Ctx, clocks: readonly StoredClock[]): Promise<void> {
  const response = clocks.filter((clock) => clock.step === "first_response");
  await updateRows(tx, "lead", response.map((clock) => ({ id: clock.lead_id, changes: { response_due_at: clock.state === "running" ? clock.due_at : null } })));
}
