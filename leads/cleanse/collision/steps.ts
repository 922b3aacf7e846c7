import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import { newId } from "../../../core/records/new_id.ts";

export interface Step {
  collision_id: string;
  record_id: string;
  object: string;
  kind: "opened" | "evidence" | "escalated" | "decided" | "appealed" | "withdrawn";
  by: string | null;
  facts: Record<string, unknown>;
}

/** Keeps what happened in collisions; the timeline of the record tells it. */
export async function keepSteps(tx: Ctx, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map((step) => ({ ...step, id: newId() }));
  await sql`
    insert into clew.collision_step (id, collision_id, record_id, object, at, kind, by, facts)
    select id, collision_id, record_id, object, ${tx.now}, kind, by, facts
    from ${rowsOf(rows, { id: "uuid", collision_id: "uuid", record_id: "uuid", object: "text", kind: "text", by: "uuid", facts: "jsonb" })}`.execute(tx.db);
}
