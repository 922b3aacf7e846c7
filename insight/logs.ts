import { type RawBuilder, sql } from "kysely";
import { logged, type Population } from "./population.ts";
import type { Question } from "./question.ts";
import { ANSWERED, OWN_MINUTES } from "./sla_clocks.ts";

/** Response clocks started in the period. A running one past its due time is missed already. Served by clock_started. */
export function clocks(q: Question, spec: { name: string; pass?: string; key: RawBuilder<unknown> | null; fields?: readonly string[] }): Promise<Population> {
  const overdue = sql`(c.state = 'running' and c.due_at < ${q.ctx.now})`;
  return logged(q, {
    ...spec, from: sql`clew.clock c join crm.lead t on t.id = c.lead_id`, person: sql`c.owner_id`,
    where: sql`c.step = 'first_response' and c.started_at >= ${q.period.start} and c.started_at < ${q.period.end}`,
    columns: [
      { key: "sla_met", when: sql`c.state = 'met'` }, { key: "sla_missed", when: sql`(c.state = 'missed' or ${overdue})` },
      { key: "sla_running", when: sql`(c.state in ('running', 'paused') and not ${overdue})` },
      { key: "own_minutes", when: ANSWERED, measured: { median: OWN_MINUTES } },
    ],
    row: { id: sql`c.id`, lead: sql`c.lead_id`, at: sql`c.started_at` },
  });
}

/** Stays of leads with a person that began in the period. Served by hold_from. */
export function stays(q: Question, spec: { name: string; where: RawBuilder<unknown>; key: RawBuilder<unknown>; columns: { key: string; when?: RawBuilder<unknown> }[] }): Promise<Population> {
  return logged(q, {
    ...spec, from: sql`clew.hold h join crm.lead t on t.id = h.lead_id`, person: sql`h.owner_id`,
    where: sql`h.owner_id is not null and h.from_at >= ${q.period.start} and h.from_at < ${q.period.end} and ${spec.where}`,
    row: { id: sql`h.id`, lead: sql`h.lead_id`, at: sql`h.from_at` },
  });
}

/** Who gave back or lost the lead when the stay `h` in a pool began; null when nobody held it. */
export const GIVEN_BACK_BY: RawBuilder<unknown> = sql`p.owner_id`;

/** Stays of leads in a pool that began in the period. Served by hold_from, and hold_lead for who held the lead before. */
export function poolStays(q: Question, spec: { name: string; byLead?: boolean; where: RawBuilder<unknown>; key: RawBuilder<unknown>; columns: { key: string; when?: RawBuilder<unknown> }[] }): Promise<Population> {
  // Who held it before is looked up only where somebody's own share is asked for: at 250,000 stays it is half of the time.
  const holder = !spec.byLead || q.scope || q.team ? sql`left join clew.hold p on p.lead_id = h.lead_id and p.to_at = h.from_at and p.owner_id is not null` : sql``;
  return logged(q, {
    ...spec, from: sql`clew.hold h join crm.lead t on t.id = h.lead_id ${holder}`, person: GIVEN_BACK_BY,
    where: sql`h.pool_id is not null and h.from_at >= ${q.period.start} and h.from_at < ${q.period.end} and ${spec.where}`,
    row: { id: sql`h.id`, lead: sql`h.lead_id`, at: sql`h.from_at` },
  });
}

/** How a lead comes back into a pool by rule; the words of the hold log. */
export const TAKEN_BACK: RawBuilder<unknown> = sql`h.how in ('recycle', 'sla_return')`;
