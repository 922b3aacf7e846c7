import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";
import { transaction } from "../db/transaction.ts";
import { catalog } from "../objects/catalog.ts";
import { standardObjects } from "../objects/standard.ts";
import { NotFound, refusal } from "../refusal.ts";
import { table } from "./columns.ts";
import { visibleRows } from "./find.ts";
import { emit } from "./history.ts";
import { viewOf } from "./viewer.ts";
import { lockRows } from "./write.ts";

const LivesOnElsewhere = refusal("merged_elsewhere", 409, { zh: "该记录已合并到另一条记录，请删除那一条", en: "This record was merged into another one; delete that one" });

/** What went with a record: the other records by object, never their content. */
interface Purged {
  records: Record<string, number>;
}

/**
 * Deletes a record for good, from its table or the recycle bin, with everything that tells of it: records merged into it, history,
 * notices, what its rooms keep, and records that are about nothing else (its activities and tasks). Other records lose their link to it.
 * Rare and asked for by a person, so notices are found by reading their whole table rather than by an index every arrival would pay for.
 */
export async function purge(ctx: Ctx, object: string, id: string): Promise<Purged> {
  return transaction(ctx, async (tx) => {
    const view = await viewOf(tx, object);
    const rules = standardObjects(tx.house);
    await lockRows(tx, view.object, view.all, [id]);
    const rows = await visibleRows(view, [id]);
    const binned = rows.length === 0 ? await inBin(tx, object, id) : false;
    if (rows.length === 0 && !binned) throw NotFound({ object, id });
    const elsewhere = (await rules.get(object)?.resolve?.(tx, [id]))?.get(id);
    if (elsewhere) throw LivesOnElsewhere({ id, in: elsewhere });
    if (rows.length > 0) await rules.get(object)?.afterRemove?.(tx, rows);
    const gone = new Map([[object, [id, ...((await rules.get(object)?.purge?.(tx, [id])) ?? [])]]]);
    await takeAlong(tx, object, gone.get(object) as string[], gone);
    for (const [key, ids] of gone) {
      if (key !== object) await rules.get(key)?.purge?.(tx, ids);
      await erase(tx, key, ids);
    }
    await emit(tx, `${object}.removed`, object, [id], rows.map((row) => ({ id: row.id ?? null, owner_id: row.owner_id ?? null, pool_id: row.pool_id ?? null })));
    return { records: Object.fromEntries([...gone].map(([key, ids]) => [key, ids.length])) };
  });
}

async function inBin(tx: Ctx, object: string, id: string): Promise<boolean> {
  const view = await viewOf(tx, object);
  const mine = (await view.scope([])) ? sql`and (owner_id = ${tx.actor.id}::uuid or removed_by = ${tx.actor.id}::uuid)` : sql``;
  const { rows } = await sql`select from clew.trash where object = ${object} and record_id = ${id} ${mine} for update`.execute(tx.db);
  return rows.length > 0;
}

/** Records that link to what goes: those that say what happened with it go too where they belong to nothing that stays, the others lose the link. */
async function takeAlong(tx: Ctx, object: string, ids: readonly string[], gone: Map<string, string[]>): Promise<void> {
  const all = await catalog.get(tx.house);
  for (const other of all.objects.values()) {
    const links = other.fields.filter((field) => field.type === "link" && field.target === object);
    if (links.length === 0) continue;
    for (const link of links) {
      if (standardObjects(tx.house).get(other.key)?.about) {
        const rest = other.fields.filter((field) => field.type === "link" && field.key !== link.key).map((field) => sql`${sql.ref(field.key)} is null`);
        const { rows } = await sql<{ id: string }>`
          select id from ${table(other.key)} where ${sql.ref(link.key)} = any(${ids}::uuid[]) and ${sql.join([sql`true`, ...rest], sql` and `)}
          union select record_id from clew.trash where object = ${other.key} and row->>${link.key}::text = any(${ids}::text[])`.execute(tx.db);
        gone.set(other.key, [...(gone.get(other.key) ?? []), ...rows.map((row) => row.id)]);
      }
      await sql`update ${table(other.key)} set ${sql.ref(link.key)} = null, version = version + 1 where ${sql.ref(link.key)} = any(${ids}::uuid[]) and not id = any(${gone.get(other.key) ?? []}::uuid[])`.execute(tx.db);
    }
  }
}

async function erase(tx: Ctx, object: string, ids: readonly string[]): Promise<void> {
  await sql`delete from ${table(object)} where id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from clew.trash where object = ${object} and record_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from clew.change where record_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from clew.decision where record_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from clew.notification where record_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`update clew.event set cause = cause - 'note' where cause ? 'note' and ids && ${ids}::uuid[]`.execute(tx.db);
}
