import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { sweep } from "../../core/jobs/sweep.ts";
import { notify } from "../../core/notifications/notify.ts";
import type { Write } from "../../core/objects/standard.ts";

/** A task that says no time of its own reminds this long before it is due. */
const REMIND_BEFORE_MS = 15 * 60_000;

/** The default time of a reminder; none when it would lie in the past already. */
export function defaultReminder(tx: Ctx, { before, after }: Write): void {
  const fallback = (due: unknown) => (typeof due === "string" ? new Date(new Date(due).getTime() - REMIND_BEFORE_MS).toISOString() : null);
  const asked = before === null ? (after.remind_at ?? null) !== null : after.remind_at !== before.remind_at || before.remind_at !== fallback(before.due_at);
  if (asked || (before !== null && before.due_at === after.due_at)) return;
  const at = fallback(after.due_at);
  after.remind_at = at !== null && at > tx.now.toISOString() ? at : null;
}

/** Keeps the timers of a batch of tasks: moved with the task, gone when it is done. */
export async function keepReminders(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const moved = writes.filter(({ before, after }) => (before?.remind_at ?? null) !== (after.remind_at ?? null) || (before?.done_at ?? null) !== (after.done_at ?? null));
  if (moved.length === 0) return;
  const rows = moved.map(({ id, after }) => ({ task_id: id, remind_at: after.remind_at ?? null, open: (after.done_at ?? null) === null }));
  // A time that has fired does not fire again when its task is opened again; a new time does.
  await sql`
    insert into clew.reminder (task_id, remind_at, fire_at)
    select task_id, remind_at, case when open then remind_at end
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(task_id uuid, remind_at timestamptz, open boolean)
    on conflict (task_id) do update set remind_at = excluded.remind_at,
      fire_at = case when reminder.fired_for = excluded.remind_at then null else excluded.fire_at end`.execute(tx.db);
}

interface DueReminder {
  task_id: string;
  owner_id: string | null;
  title: string | null;
  due_at: string | null;
  lead_id: string | null;
  remind_at: string;
}

/** Reminds the owner of a task once, at its time. */
export const sweepReminders = sweep<DueReminder>({
  name: "reminder",
  async take(tx, most) {
    const { rows } = await sql<DueReminder>`
      select r.task_id, r.remind_at, t.owner_id, t.title, t.due_at, t.lead_id from clew.reminder r left join crm.task t on t.id = r.task_id and t.done_at is null
      where r.fire_at <= ${tx.now} order by r.fire_at limit ${most} for update of r skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, due) {
    await sql`update clew.reminder set fire_at = null, fired_for = remind_at, fired_at = ${tx.now} where task_id = any(${due.map((r) => r.task_id)}::uuid[])`.execute(tx.db);
    await notify(tx, due.flatMap((r) => (r.owner_id ? [{ person_id: r.owner_id, kind: "task_reminder", object: "task", record_id: r.task_id, facts: { title: r.title, due_at: r.due_at, lead_id: r.lead_id } }] : [])));
  },
});
