import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { newId } from "../../core/records/new_id.ts";
import { createRows, updateRows } from "../../core/records/write.ts";

interface Overdue {
  lead_id: string;
  owner_id: string | null;
  name: string | null;
  company: string | null;
}

/** Makes the next step of overdue leads urgent on their owners' lists; a lead without one gets one, due now. */
export async function raise(tx: Ctx, clocks: readonly Overdue[]): Promise<void> {
  const owned = clocks.filter((clock) => clock.owner_id);
  if (owned.length === 0) return;
  const { rows } = await sql<{ id: string; lead_id: string }>`
    select id, lead_id from crm.task where lead_id = any(${owned.map((clock) => clock.lead_id)}::uuid[]) and is_next_step and done_at is null order by id`.execute(tx.db);
  const raised: Ctx = { ...tx, cause: { ...tx.cause, event: "task.raised" } };
  await updateRows(raised, "task", rows.map((row) => ({ id: row.id, changes: { priority: "high" } })));
  const known = new Set(rows.map((row) => row.lead_id));
  const fresh = [...new Map(owned.filter((clock) => !known.has(clock.lead_id)).map((clock) => [clock.lead_id, clock])).values()];
  await createRows(raised, "task", fresh.map((clock) => ({
    id: newId(), title: `尽快联系 ${clock.name ?? clock.company ?? ""}`.trim(), priority: "high", due_at: tx.now.toISOString(), owner_id: clock.owner_id, lead_id: clock.lead_id, is_next_step: true,
  })));
}
