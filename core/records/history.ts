import { sql } from "kysely";
import { newId } from "./new_id.ts";
import type { Ctx } from "../ctx.ts";
import { copyRows } from "../db/copy.ts";
import { JsonText } from "../db/rows.ts";
import type { Write } from "../objects/standard.ts";
import type { Row, Value } from "../language/types.ts";

/** Channel that carries the id of each new row of clew.event. */
export const EVENTS = "clew_event";

const SILENT = new Set(["updated_at", "updated_by", "version", "search"]);

/** Field → [before, after] of what a write changed; null for a creation, whose values are the record itself. */
export function diffOf(write: Write): Record<string, [Value, Value]> | null {
  if (!write.before) return null;
  const diff: Record<string, [Value, Value]> = {};
  for (const key in write.after) {
    if (SILENT.has(key)) continue;
    const from = write.before[key] ?? null;
    const to = write.after[key] ?? null;
    if (from !== to && JSON.stringify(from) !== JSON.stringify(to)) diff[key] = [from, to];
  }
  return diff;
}

/** Writes history and one event for a batch, in the transaction of the change. */
export async function recordChanges(tx: Ctx, object: string, writes: readonly Write[]): Promise<void> {
  const { kind, id, name } = tx.actor;
  const every = { at: tx.now, object, actor_kind: kind, actor_id: id, actor_name: name, cause: new JsonText(JSON.stringify(tx.cause)) };
  const history = copyRows(tx, "clew.change", CHANGE_COLUMNS, writes.map((w) => ({ id: newId(), record_id: w.id, version: w.after.version ?? 1, diff: diffOf(w), ...every })));
  const created = writes.every((w) => w.before === null);
  const event = eventOf(tx, tx.cause.event ?? `${object}.${created ? "created" : "changed"}`, object, writes.map((w) => w.id), writes.flatMap((w) => [w.before, w.after]));
  await Promise.all([history, sql`with e as (${event}) select pg_notify(${EVENTS}, id::text) from e`.execute(tx.db)]);
}

const CHANGE_COLUMNS = { id: "uuid", at: "timestamptz", object: "text", record_id: "uuid", version: "int", actor_kind: "text", actor_id: "uuid", actor_name: "text", cause: "jsonb", diff: "jsonb" };

/** Puts one event into the outbox and tells every process; both only if the transaction commits. */
export async function emit(tx: Ctx, name: string, object: string, ids: readonly string[], rows: readonly (Row | null)[]): Promise<void> {
  await sql`with e as (${eventOf(tx, name, object, ids, rows)}) select pg_notify(${EVENTS}, id::text) from e`.execute(tx.db);
}

function eventOf(tx: Ctx, name: string, object: string, ids: readonly string[], rows: readonly (Row | null)[]) {
  const gather = (key: string) => [...new Set(rows.map((r) => r?.[key]).filter((v) => typeof v === "string"))];
  return sql`
    insert into clew.event (at, name, object, ids, owners, pools, actor_id, cause)
    values (${tx.now}, ${name}, ${object}, ${ids}::uuid[], ${gather("owner_id")}::uuid[], ${gather("pool_id")}::uuid[], ${tx.actor.id}::uuid, ${JSON.stringify(tx.cause)})
    returning id`;
}
