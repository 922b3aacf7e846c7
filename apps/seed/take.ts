import { localDate } from "../../core/language/zone.ts";
import { addBusiness } from "../../leads/sla/calendar.ts";
import type { Cast, Lead, Rep } from "./cast.ts";
import { planOf } from "./plan.ts";
import type { Random } from "./random.ts";

/** A rep becomes owner of a lead: plans what is going to be done with it. */
export function take(cast: Cast, random: Random, lead: Lead, rep: Rep, from: Date, claimed: boolean): void {
  cast.pool.delete(lead);
  Object.assign(lead, { owner: rep, turn: lead.turn + 1, next: null });
  const steps = planOf(random, { source: lead.source, grade: lead.grade, product: lead.product, claimed }, rep.employee, from, (at, minutes) => addBusiness(cast.calendar, at, Math.round(minutes * 60), rep.leave));
  steps.forEach((step, i) => {
    const date = localDate(step.at.getTime(), cast.calendar.timeZone);
    const due = { lead, turn: lead.turn, step, next: steps[i + 1]?.at ?? null };
    const planned = cast.due.get(date);
    if (planned) planned.push(due);
    else cast.due.set(date, [due]);
  });
}

/** A lead has lost its owner, and is going to wait for another in the pool. */
export function leave(lead: Lead): void {
  Object.assign(lead, { former: lead.owner, owner: null, turn: lead.turn + 1, next: null });
}

/** Converted or disqualified: nothing more is done with it. */
export function close(cast: Cast, lead: Lead): void {
  lead.closed = true;
  lead.turn++;
  cast.pool.delete(lead);
}
