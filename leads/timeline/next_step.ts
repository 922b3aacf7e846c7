import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { createRows, updateRows } from "../../core/records/write.ts";

export interface NextStep {
  at: string;
  text?: string;
}

/** Sets or clears what comes next with a lead: on the lead, and as the one open next-step task of its owner. */
export async function setNextStep(tx: Ctx, lead: Row, step: NextStep | null): Promise<void> {
  const id = lead.id as string;
  await updateRows(tx, "lead", [{ id, changes: { next_step_at: step?.at ?? null, next_step: step?.text ?? null } }]);
  const { rows } = await sql<{ id: string }>`select id from crm.task where lead_id = ${id} and is_next_step and done_at is null order by created_at for update`.execute(tx.db);
  const task = { ...tx, cause: { ...tx.cause, event: "task.next_step" } };
  if (step === null) {
    await updateRows(task, "task", rows.map((row) => ({ id: row.id, changes: { done_at: tx.now.toISOString() } })));
    return;
  }
  const values: Row = { title: step.text ?? `跟进 ${String(lead.name ?? lead.company ?? "")}`.trim(), due_at: step.at, owner_id: lead.owner_id ?? null };
  // A merge can bring a second one: the first goes on, the others are done.
  const [open, ...more] = rows;
  if (open) await updateRows(task, "task", [{ id: open.id, changes: values }, ...more.map((row) => ({ id: row.id, changes: { done_at: tx.now.toISOString() } }))]);
  else await createRows(task, "task", [{ ...values, lead_id: id, priority: "normal", is_next_step: true }]);
}
