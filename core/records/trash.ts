import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";
import { copyRows } from "../db/copy.ts";
import { rowsOf } from "../db/rows.ts";
import { transaction } from "../db/transaction.ts";
import type { Row } from "../language/types.ts";
import { catalog } from "../objects/catalog.ts";
import { standardObjects } from "../objects/standard.ts";
import { NotFound } from "../refusal.ts";
import { columnTypes, table, tableName } from "./columns.ts";
import { requireVisible } from "./edit.ts";
import { emit } from "./history.ts";
import { newId } from "./new_id.ts";
import { mask } from "./present.ts";
import { searchVector } from "./search.ts";
import { viewOf } from "./viewer.ts";
import { lockRows } from "./write.ts";

/** Moves records to the recycle bin; they leave every list, count and index at once and can be restored whole. */
export async function remove(ctx: Ctx, object: string, ids: readonly string[]): Promise<void> {
  await transaction(ctx, async (tx) => {
    const view = await viewOf(tx, object);
    // What counts for a record must not change while it goes.
    await lockRows(tx, view.object, view.all, ids);
    const rows = await requireVisible(view, ids);
    await sql`
      with gone as (delete from ${table(object)} where id = any(${ids}::uuid[]) returning id, owner_id, to_jsonb(${sql.ref(object)}.*) - 'search' as row)
      insert into clew.trash (object, record_id, row, title, owner_id, removed_at, removed_by)
      select ${object}, id, row, row->>${view.object.title}, owner_id, ${tx.now}, ${tx.actor.id}::uuid from gone
      on conflict (object, record_id) do update set row = excluded.row, removed_at = excluded.removed_at, removed_by = excluded.removed_by`.execute(tx.db);
    await standardObjects(tx.house).get(object)?.afterRemove?.(tx, [...rows.values()]);
    await mark(tx, object, [...rows.values()], "removed");
  });
}

/** Brings records back from the recycle bin as they were. */
export async function restore(ctx: Ctx, object: string, ids: readonly string[]): Promise<void> {
  await transaction(ctx, async (tx) => {
    const all = await catalog.get(tx.house);
    const fields = [...all.fields(object).values()];
    const { rows } = await sql<{ record_id: string }>`
      delete from clew.trash where object = ${object} and record_id = any(${ids}::uuid[]) returning record_id, row`.execute(tx.db) as unknown as { rows: { record_id: string; row: Row }[] };
    const found = new Map(rows.map((r) => [r.record_id, r.row]));
    for (const id of ids) if (!found.has(id)) throw NotFound({ object, id });
    await copyRows(tx, tableName(object), { ...columnTypes(fields), search: "tsvector" }, rows.map((r) => ({ ...r.row, search: searchVector(fields, r.row) })));
    await requireVisible(await viewOf(tx, object), ids);
    await standardObjects(tx.house).get(object)?.afterRestore?.(tx, rows.map((r) => r.row));
    await mark(tx, object, rows.map((r) => r.row), "restored");
  });
}

export interface Removed {
  id: string;
  title: string | null;
  removed_at: string;
  removed_by: string | null;
}

/** What lies in the recycle bin, newest first; people of limited scope see what was theirs. */
export async function removed(ctx: Ctx, object: string, limit: number): Promise<Removed[]> {
  const view = await viewOf(ctx, object);
  const scope = await view.scope([]);
  const mine = scope ? sql`and (owner_id = ${ctx.actor.id}::uuid or removed_by = ${ctx.actor.id}::uuid)` : sql``;
  const { rows } = await sql<Removed>`
    select record_id as id, title, removed_at, removed_by from clew.trash where object = ${object} ${mine}
    order by removed_at desc, record_id desc limit ${limit}`.execute(ctx.db);
  const access = view.access.get(view.object.title);
  return rows.map((row) => ({ ...row, title: access === "hidden" ? null : access === "masked" ? (mask(row.title) as string | null) : row.title }));
}

async function mark(tx: Ctx, object: string, rows: readonly Row[], what: "removed" | "restored"): Promise<void> {
  const items = rows.map((row) => ({ id: newId(), record_id: row.id, version: row.version }));
  await sql`
    insert into clew.change (id, at, object, record_id, version, actor_kind, actor_id, actor_name, cause, diff)
    select x.id, ${tx.now}, ${object}, x.record_id, x.version, ${tx.actor.kind}, ${tx.actor.id}::uuid, ${tx.actor.name}, ${JSON.stringify({ ...tx.cause, event: `${object}.${what}` })}::jsonb, null
    from ${rowsOf(items, { id: "uuid", record_id: "uuid", version: "int" })}`.execute(tx.db);
  await emit(tx, `${object}.${what}`, object, items.map((i) => i.record_id as string), rows);
}
