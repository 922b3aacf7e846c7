import { sql } from "kysely";
import { newId } from "./new_id.ts";
import type { Ctx } from "../ctx.ts";
import { copyRows } from "../db/copy.ts";
import { rowsOf } from "../db/rows.ts";
import { onItsWay } from "../db/transaction.ts";
import { type Catalog, catalog } from "../objects/catalog.ts";
import { type StandardObject, standardObjects, type Write } from "../objects/standard.ts";
import type { FieldDef, ObjectDef, Row, Value } from "../language/types.ts";
import { Conflict, NotFound, type Refusal } from "../refusal.ts";
import { columnList, columnTypes, table, tableName } from "./columns.ts";
import { recordChanges } from "./history.ts";
import { searchVector } from "./search.ts";

export interface Change {
  id: string;
  changes: Row;
  /** Refused with `conflict` when the record has another version. */
  ifVersion?: number;
}

/** One answer per item, in order: the row as it now stands, or why it was not written. */
export type Written = { row: Row; before: Row | null; refused?: undefined } | { refused: Refusal; row?: undefined; before?: undefined };

/**
 * The one write path, part one: creates records whose values are already canonical. Ids, timestamps, derived keys, search text,
 * history, event and the room's hooks in the caller's transaction, in a number of statements that does not depend on how many.
 */
export async function createRows(tx: Ctx, object: string, rows: readonly Row[]): Promise<Written[]> {
  if (rows.length === 0) return [];
  const now = tx.now.toISOString();
  const actor = tx.actor.kind === "person" ? tx.actor.id : null;
  const writes = rows.map((row): Write => {
    const id = (row.id as string | undefined) ?? newId();
    return {
      id, before: null,
      after: { ...row, id, created_at: row.created_at ?? now, created_by: row.created_by ?? actor, updated_at: row.updated_at ?? row.created_at ?? now, updated_by: actor, owner_id: row.owner_id ?? null, version: 1 },
    };
  });
  return store(tx, object, writes, async ({ fields }, kept) => {
    const used = new Set<string>();
    for (const w of kept) for (const key in w.after) used.add(key);
    const columns = [...fields.values()].filter((f) => used.has(f.key));
    const searchable = columns.some((f) => f.search);
    // Whoever read a record ahead of its turn has brought its search text along.
    if (searchable) for (const w of kept) w.after.search ??= searchVector(columns, w.after);
    const types = columnTypes(columns);
    await copyRows(tx, tableName(object), searchable ? { ...types, search: "tsvector" } : types, kept.map((w) => w.after));
    for (const w of kept) delete w.after.search;
  });
}

/**
 * The one write path, part two: changes records. Rows are locked in id order, so that concurrent batches queue instead of deadlocking.
 * A change that changes nothing writes nothing and keeps the version.
 * @param locked rows this transaction has locked or made itself, as they stand; nothing is read again then
 */
export async function updateRows(tx: Ctx, object: string, changes: readonly Change[], locked?: ReadonlyMap<string, Row>): Promise<Written[]> {
  if (changes.length === 0) return [];
  const all = await catalog.get(tx.house);
  const before = locked ?? (await lockRows(tx, all.object(object), all, changes.map((c) => c.id)));
  const now = tx.now.toISOString();
  const actor = tx.actor.kind === "person" ? tx.actor.id : null;
  const results: Written[] = new Array(changes.length);
  const writes: Write[] = [];
  const places: number[] = [];
  const latest = new Map<string, Write>();
  changes.forEach((change, i) => {
    const old = before.get(change.id);
    if (!old) results[i] = { refused: NotFound({ object, id: change.id }) };
    else if (change.ifVersion !== undefined && old.version !== change.ifVersion) results[i] = { refused: Conflict({ id: change.id, version: old.version }) };
    else {
      const earlier = latest.get(change.id);
      if (earlier) Object.assign(earlier.after, change.changes);
      const write = earlier ?? { id: change.id, before: old, after: { ...old, ...change.changes, id: change.id, updated_at: now, updated_by: actor, version: (old.version as number) + 1 } };
      latest.set(change.id, write);
      if (earlier) results[i] = { row: earlier.after, before: old };
      else {
        writes.push(write);
        places.push(i);
      }
    }
  });
  const written = await store(tx, object, writes, async ({ fields }, kept) => {
    const touched = new Set<string>(["updated_at", "updated_by", "version"]);
    for (const w of kept) for (const key in w.after) if (!same(w.after[key] ?? null, w.before?.[key] ?? null)) touched.add(key);
    touched.delete("id");
    const columns = [...fields.values()].filter((f) => touched.has(f.key));
    const searchable = columns.some((f) => f.search);
    const id = fields.get("id") as FieldDef;
    const payload = kept.map((w) => {
      const row: Row = { id: w.id };
      for (const f of columns) row[f.key] = w.after[f.key] ?? null;
      if (searchable) row.search = searchVector(fields.values(), w.after);
      return row;
    });
    const sets = columns.map((f) => `"${f.key}" = x."${f.key}"`);
    if (searchable) sets.push("search = x.search::tsvector");
    await sql`
      update ${table(object)} t set ${sql.raw(sets.join(", "))}
      from ${rowsOf(payload, { ...columnTypes([id, ...columns]), ...(searchable ? { search: "text" } : {}) })}
      where t.id = x.id`.execute(tx.db);
  });
  written.forEach((w, i) => {
    results[places[i] as number] = w;
  });
  return results;
}

/** Reads rows by id and locks them until the transaction ends. */
export async function lockRows(tx: Ctx, object: ObjectDef, all: Catalog, ids: readonly string[]): Promise<Map<string, Row>> {
  const { rows } = await sql<Row>`
    select ${columnList([...all.fields(object.key).values()])} from ${table(object.key)} where id = any(${ids}::uuid[]) order by id for update`.execute(tx.db);
  return new Map(rows.map((row) => [row.id as string, row]));
}

interface Shape {
  object: ObjectDef;
  fields: ReadonlyMap<string, FieldDef>;
}

async function store(tx: Ctx, objectKey: string, writes: Write[], save: (shape: Shape, kept: Write[]) => Promise<void>): Promise<Written[]> {
  const all = await catalog.get(tx.house);
  const shape: Shape = { object: all.object(objectKey), fields: all.fields(objectKey) };
  const standard: StandardObject | undefined = standardObjects(tx.house).get(objectKey);
  if (standard?.derive) for (const w of writes) Object.assign(w.after, standard.derive(w.after, w.before, tx.house));
  // A change that changes nothing is answered as it stands and reaches no hook.
  const real = writes.filter((w) => w.before === null || changed(w));
  const refusals = (await standard?.beforeWrite?.(tx, real)) ?? [];
  const refused = new Map<Write, Refusal>();
  const kept = real.filter((w, i) => {
    const r = refusals[i];
    if (r) refused.set(w, r);
    return !r;
  });
  if (kept.length > 0) {
    // In this order on the one connection; while the database works on one statement, the next is being built.
    await onItsWay(tx, save(shape, kept));
    await onItsWay(tx, recordChanges(tx, objectKey, kept));
    await standard?.afterWrite?.(tx, kept);
  }
  return writes.map((w): Written => {
    const r = refused.get(w);
    if (r) return { refused: r };
    return { row: w.before !== null && !changed(w) ? w.before : w.after, before: w.before };
  });
}

const BOOKKEEPING = new Set(["updated_at", "updated_by", "version"]);

function changed(w: Write): boolean {
  for (const key in w.after) if (!BOOKKEEPING.has(key) && !same(w.after[key] ?? null, w.before?.[key] ?? null)) return true;
  return false;
}

/** Equality of canonical values. */
export function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  return JSON.stringify(a) === JSON.stringify(b);
}
