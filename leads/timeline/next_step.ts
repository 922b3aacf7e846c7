import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import type { Write } from "../../core/objects/standard.ts";
import { type Change, createRows, updateRows } from "../../core/records/write.ts";

export interface NextStep {
  at: string;
  text?: string;
}

/** Sets or clears what comes next with a lead: on the lead, and as the one open next-step task of its owner. */
export async function setNextStep(tx: Ctx, lead: Row, step: NextStep | null): Promise<void> {
  await updateRows(tx, "lead", [{ id: lead.id as string, changes: { next_step_at: step?.at ?? null, next_step: step?.text ?? null } }]);
  await keepTasks(tx, [{ lead, step }]);
}

/** A next step edited on the lead itself, in a list or through the API, moves the task that stands for it. */
export async function moveNextSteps(tx: Ctx, writes: readonly Write[]): Promise<void> {
  // Whatever has a name of its own looks after its tasks itself.
  if (tx.cause.event !== undefined) return;
  const moved = writes.filter(({ before, after }) => before !== null && (before.next_step_at !== after.next_step_at || before.next_step !== after.next_step));
  const at = (row: Row): NextStep | null => (row.next_step_at ? { at: row.next_step_at as string, ...(row.next_step ? { text: row.next_step as string } : {}) } : null);
  if (moved.length > 0) await keepTasks(tx, moved.map(({ after }) => ({ lead: after, step: at(after) })));
}

async function keepTasks(tx: Ctx, steps: readonly { lead: Row; step: NextStep | null }[]): Promise<void> {
  const { rows } = await sql<{ id: string; lead_id: string }>`
    select id, lead_id from crm.task where lead_id = any(${steps.map(({ lead }) => lead.id as string)}::uuid[]) and is_next_step and done_at is null order by created_at, id for update`.execute(tx.db);
  const task = { ...tx, cause: { ...tx.cause, event: "task.next_step" } };
  const done = { done_at: tx.now.toISOString() };
  const changes: Change[] = [];
  const made: Row[] = [];
  for (const { lead, step } of steps) {
    // A merge can bring a second one: the first goes on, the others are done.
    const [open, ...more] = rows.filter((row) => row.lead_id === lead.id);
    const values: Row | null = step && { title: step.text ?? `跟进 ${String(lead.name ?? lead.company ?? "")}`.trim(), due_at: step.at, owner_id: lead.owner_id ?? null };
    if (open) changes.push({ id: open.id, changes: values ?? done });
    else if (values) made.push({ ...values, lead_id: lead.id as string, priority: "normal", is_next_step: true });
    changes.push(...more.map((row) => ({ id: row.id, changes: done })));
  }
  await updateRows(task, "task", changes);
  await createRows(task, "task", made);
}
