import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { enqueue } from "../../../core/jobs/queue.ts";
import { newId } from "../../../core/records/new_id.ts";
import { runHandover, step } from "./run.ts";
import { COLUMNS, HANDED, type Handed, type Handover, type HandoverKind, type HandoverPlan } from "./stored.ts";

/** Up to so many records are moved at once, in the caller's transaction; more become a job with progress. */
export const AT_ONCE = 1_000;

export interface Beginning {
  kind: HandoverKind;
  person_id?: string;
  leave_id?: string;
  /** On whose account it is done, where a rule of the system does it. */
  created_by?: string;
  plan: HandoverPlan;
  records: Partial<Record<Handed, readonly string[]>>;
}

/** Stores what is to be handed over and, where it is little, does it. All or nothing up to that size; beyond, chunk by chunk, resumed after a crash. */
export async function beginHandover(tx: Ctx, { kind, person_id, leave_id, created_by, plan, records }: Beginning): Promise<Handover> {
  const items = HANDED.flatMap((object) => (records[object] ?? []).map((record_id) => ({ object, record_id })));
  const id = newId();
  const { rows } = await sql<Handover>`
    insert into clew.handover (id, kind, person_id, leave_id, plan, actor, created_by, created_at, status, total, beat_at)
    values (${id}, ${kind}, ${person_id ?? null}, ${leave_id ?? null}, ${JSON.stringify(plan)}::jsonb, ${JSON.stringify(tx.actor)}::jsonb, ${created_by ?? (tx.actor.kind === "person" ? tx.actor.id : null)}::uuid, ${tx.now}, 'running', ${items.length}, ${tx.now})
    returning ${COLUMNS}`.execute(tx.db);
  await sql`
    insert into clew.handover_item (handover_id, n, object, record_id, state)
    select ${id}, u.n, u.object, u.record_id, 'waiting' from unnest(${items.map((i) => i.object)}::text[], ${items.map((i) => i.record_id)}::uuid[]) with ordinality as u(object, record_id, n)`.execute(tx.db);
  const handover = rows[0] as Handover;
  if (items.length > AT_ONCE) {
    await enqueue(tx, runHandover, { id }, { key: `handover:${id}` });
    return handover;
  }
  for (let more = true; more; ) more = await step(tx, handover);
  const { rows: now } = await sql<Handover>`select ${COLUMNS} from clew.handover where id = ${id}`.execute(tx.db);
  return now[0] as Handover;
}
