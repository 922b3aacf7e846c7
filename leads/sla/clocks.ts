import { sql } from "kysely";
import { newId } from "../../core/records/new_id.ts";
import { directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { onItsWay } from "../../core/db/transaction.ts";
import type { Write } from "../../core/objects/standard.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import type { Closed } from "./calendar.ts";
import { type Clock, compileSla } from "./clock.ts";
import { slaPolicy } from "./kind.ts";
import { organisationCalendar } from "./organisation_calendar.ts";

const CLOSED = new Set(["converted", "disqualified"]);

interface Plan {
  clock: Clock | null;
  version: number;
}
const plans = new WeakMap<Write, Plan>();

const changed = (write: Write, key: string) => (write.before?.[key] ?? null) !== (write.after[key] ?? null);

/** Starts the response clock of every lead that gets an owner in this batch: a pure computation kept for `keepClocks`. */
export async function planClocks(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const starting = writes.filter((w) => w.after.owner_id && changed(w, "owner_id") && !CLOSED.has(String(w.after.stage)));
  for (const w of writes) if (CLOSED.has(String(w.after.stage)) || !w.after.owner_id) w.after.response_due_at = null;
  if (starting.length === 0) return;
  const [{ body, version }, calendar, people, env] = await Promise.all([publishedPolicy(tx.house, slaPolicy), organisationCalendar.get(tx.house), directory.get(tx.house), filterEnv(tx)]);
  const decide = compileSla(body, env);
  const running = await runningClocks(tx, starting.filter((w) => w.before?.owner_id).map((w) => w.id));
  for (const write of starting) {
    const going = running.get(write.id);
    const rule = going && body.clocks.find((c) => c.id === going.clock);
    if (going && rule?.on_transfer === "continue") {
      write.after.response_due_at = going.due_at;
      continue;
    }
    const leave = people.people.get(write.after.owner_id as string)?.leave.map((l): Closed => ({ from: new Date(l.from), to: new Date(l.to) })) ?? [];
    // A clock starts with the ownership; what is brought in from the past starts then.
    const started = write.before === null && typeof write.after.assigned_at === "string" ? new Date(write.after.assigned_at) : tx.now;
    const clock = (started.getTime() === tx.now.getTime() ? decide : compileSla(body, { ...env, now: started }))({ row: write.after, step: "first_response", leave }, calendar);
    plans.set(write, { clock, version });
    write.after.response_due_at = clock?.due_at.toISOString() ?? null;
  }
}

async function runningClocks(tx: Ctx, leads: readonly string[]): Promise<Map<string, { clock: string; due_at: string }>> {
  if (leads.length === 0) return new Map();
  const { rows } = await sql<{ lead_id: string; clock: string; due_at: string }>`
    select lead_id, clock, due_at from clew.clock where lead_id = any(${leads}::uuid[]) and state = 'running'`.execute(tx.db);
  return new Map(rows.map((row) => [row.lead_id, row]));
}

/** Stores what began and ends what is over: met or missed by a response, cancelled when the ownership or the lead ended. */
export async function keepClocks(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const ended = writes.filter((w) => w.before && ((changed(w, "owner_id") && (plans.has(w) || !w.after.owner_id)) || (changed(w, "stage") && CLOSED.has(String(w.after.stage))))).map((w) => w.id);
  if (ended.length > 0) {
    await sql`
      update clew.clock set stopped_at = ${tx.now}, state = case when due_at < ${tx.now} then 'missed' else 'cancelled' end,
        breached_at = case when due_at < ${tx.now} then coalesce(breached_at, due_at) else breached_at end, fire_at = null
      where lead_id = any(${ended}::uuid[]) and state = 'running'`.execute(tx.db);
  }
  const rows = writes.flatMap((w) => {
    const plan = plans.get(w);
    if (!plan?.clock) return [];
    const { clock, version } = plan;
    return [{
      id: newId(), lead_id: w.id, clock: clock.clock_id, step: clock.step, owner_id: w.after.owner_id, grade: w.after.grade ?? null, source: w.after.source ?? null, policy_version: version,
      started_at: clock.started_at, due_at: clock.due_at, steps: clock.steps, fire_at: clock.steps[0]?.at ?? clock.due_at, reasons: clock.reasons,
    }];
  });
  if (rows.length === 0) return;
  await onItsWay(tx, sql`
    insert into clew.clock (id, lead_id, clock, step, owner_id, grade, source, policy_version, started_at, due_at, state, steps, fire_at, reasons)
    select id, lead_id, clock, step, owner_id, grade, source, policy_version, started_at, due_at, 'running', steps, fire_at, reasons
    from ${rowsOf(rows, { id: "uuid", lead_id: "uuid", clock: "text", step: "text", owner_id: "uuid", grade: "text", source: "text", policy_version: "int", started_at: "timestamptz", due_at: "timestamptz", steps: "jsonb", fire_at: "timestamptz", reasons: "jsonb" })}`.execute(tx.db));
}

/** A qualifying activity stops the running response clock of each lead at the moment it happened. */
export async function stopClocks(tx: Ctx, stops: readonly { lead_id: string; at: string }[]): Promise<void> {
  if (stops.length === 0) return;
  await sql`
    update clew.clock c set stopped_at = x.at, state = case when x.at > c.due_at then 'missed' else 'met' end,
      breached_at = case when x.at > c.due_at then coalesce(c.breached_at, c.due_at) else null end, fire_at = null
    from ${rowsOf(stops, { lead_id: "uuid", at: "timestamptz" })}
    where c.lead_id = x.lead_id and c.state = 'running' and c.started_at <= x.at`.execute(tx.db);
}
