import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import type { Write } from "../../core/objects/standard.ts";
import { updateRows } from "../../core/records/write.ts";

/** Open tasks follow their lead: to whoever takes it over from the person who had them; a next step ends with the ownership. */
export async function handTasksOn(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const moves = writes.filter(({ before, after }) => before?.owner_id && before.owner_id !== after.owner_id).map(({ id, before, after }) => ({ lead_id: id, from: before?.owner_id, to: after.owner_id ?? null }));
  if (moves.length === 0) return;
  const { rows } = await sql<{ id: string; to: string | null }>`
    select t.id, x.to from json_to_recordset(${JSON.stringify(moves)}::json) as x(lead_id uuid, "from" uuid, "to" uuid)
    join crm.task t on t.lead_id = x.lead_id and t.done_at is null and t.owner_id = x.from and (x.to is not null or t.is_next_step) order by t.id`.execute(tx.db);
  const handed = (to: string | null): Row => (to === null ? { done_at: tx.now.toISOString() } : { owner_id: to });
  await updateRows({ ...tx, cause: { ...tx.cause, event: "task.handed_on" } }, "task", rows.map(({ id, to }) => ({ id, changes: handed(to) })));
}
