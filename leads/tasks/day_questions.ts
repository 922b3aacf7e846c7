import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { type Cause, RANK } from "./day_order.ts";
import type { Day } from "./day.ts";

interface Dated {
  lead_id: string | null;
  at: string;
}

const OPEN = sql`stage not in ('converted', 'disqualified')`;

/** Everything that waits for one person, each kind by one indexed question of at most `most` rows. */
export async function causesOfDay(ctx: Ctx, me: string, day: Day, most: number): Promise<Cause[]> {
  const limit = sql`limit ${most}`;
  const [clocks, tasks, steps, untouched, going] = await Promise.all([
    sql<Dated & { clock: string }>`
      select lead_id, due_at as at, clock from clew.clock where owner_id = ${me} and state = 'running' order by due_at ${limit}`.execute(ctx.db),
    sql<Dated & { id: string; title: string | null; priority: string | null; is_next_step: boolean | null }>`
      select id, lead_id, due_at as at, title, priority, is_next_step from crm.task
      where owner_id = ${me} and done_at is null and due_at < ${day.to} order by due_at ${limit}`.execute(ctx.db),
    sql<Dated & { text: string | null }>`
      select id as lead_id, next_step_at as at, next_step as text from crm.lead
      where owner_id = ${me} and next_step_at < ${day.to} and ${OPEN} order by next_step_at ${limit}`.execute(ctx.db),
    sql<Dated & { score: number | null }>`
      select id as lead_id, coalesce(assigned_at, created_at) as at, score from crm.lead
      where owner_id = ${me} and stage = 'assigned' and last_activity_at is null order by score desc nulls last ${limit}`.execute(ctx.db),
    sql<Dated>`
      select id as lead_id, recycle_at as at from crm.lead where owner_id = ${me} and recycle_at < ${day.soon} and ${OPEN} order by recycle_at ${limit}`.execute(ctx.db),
  ]);
  const stepped = new Set(steps.rows.map((r) => r.lead_id));
  return [
    ...clocks.rows.map((r): Cause => {
      const late = r.at < day.now;
      return cause("sla", r, late ? "response_overdue" : "response_running", late ? "response_overdue" : "response_running", { due_at: r.at, clock: r.clock });
    }),
    // A next-step task says what the lead itself says already.
    ...tasks.rows.filter((r) => !(r.is_next_step && stepped.has(r.lead_id))).map((r): Cause => ({
      ...cause("task", r, r.at < day.now ? "overdue" : "today", r.at < day.now ? "task_overdue" : "task_today", { due_at: r.at, title: r.title, task_id: r.id }),
      task: { id: r.id, title: r.title }, weight: r.priority === "high" ? 1 : 0,
    })),
    ...steps.rows.map((r) => cause("next_step", r, r.at < day.now ? "overdue" : "today", r.at < day.now ? "next_step_overdue" : "next_step_today", { due_at: r.at, text: r.text })),
    ...untouched.rows.map((r): Cause => ({ ...cause("new", r, "untouched", "untouched", { since: r.at, score: r.score }), weight: r.score ?? 0, due_at: null })),
    ...going.rows.map((r) => cause("recycle", r, "going", "recycle_soon", { at: r.at })),
  ];
}

function cause(kind: Cause["kind"], row: Dated, rank: keyof typeof RANK, code: string, facts: Record<string, unknown>): Cause {
  return { kind, lead_id: row.lead_id, task: null, due_at: row.at, rank: RANK[rank], weight: 0, why: { code, facts } };
}

export interface DayNumbers {
  to_respond: number;
  overdue: number;
  tasks_today: number;
  new_today: number;
  logged_today: number;
  converted_month: number;
}

/** The numbers of one person's day, in one statement. `overdue` counts responses, tasks and next steps whose time has passed. */
export async function numbersOfDay(ctx: Ctx, me: string, day: Day): Promise<DayNumbers> {
  const { rows } = await sql<DayNumbers>`
    select
      (select count(*) from clew.clock where owner_id = ${me} and state = 'running') as to_respond,
      (select count(*) from clew.clock where owner_id = ${me} and state = 'running' and due_at < ${day.now})
        + (select count(*) from crm.task where owner_id = ${me} and done_at is null and due_at < ${day.now} and is_next_step is not true)
        + (select count(*) from crm.lead where owner_id = ${me} and next_step_at < ${day.now} and ${OPEN}) as overdue,
      (select count(*) from crm.task where owner_id = ${me} and done_at is null and due_at >= ${day.from} and due_at < ${day.to}) as tasks_today,
      (select count(distinct lead_id) from clew.hold where owner_id = ${me} and from_at >= ${day.from} and from_at < ${day.to}) as new_today,
      (select count(*) from crm.activity where owner_id = ${me} and happened_at >= ${day.from} and happened_at < ${day.to}) as logged_today,
      (select count(*) from crm.lead where owner_id = ${me} and stage = 'converted' and converted_at >= ${day.month}) as converted_month`.execute(ctx.db);
  return rows[0] as DayNumbers;
}
