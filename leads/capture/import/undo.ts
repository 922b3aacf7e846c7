import { sql } from "kysely";
import { type Ctx, FULL_GRANTS } from "../../../core/ctx.ts";
import { transaction } from "../../../core/db/transaction.ts";
import type { Row, Value } from "../../../core/language/types.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { table } from "../../../core/records/columns.ts";
import { remove } from "../../../core/records/trash.ts";
import { lockRows, same, updateRows } from "../../../core/records/write.ts";
import { importOf, type StoredImport } from "./stored.ts";

export interface Undone {
  /** Records the import created that went to the recycle bin. */
  removed: number;
  /** Records it changed of which at least one value was taken back. */
  restored: number;
  /** Records that stay, wholly or in part, because somebody has worked on them since. */
  kept: number;
}

const BATCH = 1_000;

/** What points to a record and shows that somebody has worked on it: object → link fields. */
const WORK: Record<string, readonly [string, string][]> = {
  lead: [["activity", "lead_id"], ["task", "lead_id"], ["opportunity", "lead_id"]],
  account: [["activity", "account_id"], ["task", "account_id"], ["contact", "account_id"], ["opportunity", "account_id"]],
  contact: [["activity", "contact_id"], ["task", "contact_id"], ["opportunity", "contact_id"]],
  opportunity: [["activity", "opportunity_id"], ["task", "opportunity_id"]],
};

/**
 * Takes an import back, batch by batch: what it created and nobody worked on since goes to the recycle bin; what it changed gets
 * its former values where the import's still stand. Clocks and rules firing do not count as work. Safe to repeat.
 */
export async function undo(ctx: Ctx, id: string): Promise<Undone> {
  const stored = await importOf(ctx, id);
  const total: Undone = { removed: 0, restored: 0, kept: 0 };
  for (let after = 0; ; ) {
    const step = await transaction({ ...ctx, actor: { ...ctx.actor, grants: FULL_GRANTS }, cause: { kind: "undo", id, event: "import.undo" } }, async (tx) => {
      await importOf({ ...tx, actor: ctx.actor }, id, true);
      return undoBatch(tx, stored, after);
    });
    total.removed += step.removed;
    total.restored += step.restored;
    total.kept += step.kept;
    if (step.last === null) return total;
    after = step.last;
  }
}

interface Touched {
  row_number: number;
  record_id: string;
  created: boolean;
}

async function undoBatch(tx: Ctx, stored: StoredImport, after: number): Promise<Undone & { last: number | null }> {
  const rows = await touched(tx, stored, after);
  const all = await catalog.get(tx.house);
  const object = all.object(stored.object);
  const standing = await lockRows(tx, object, all, [...new Set(rows.map((r) => r.record_id))]);
  const created = rows.filter((r) => r.created && standing.has(r.record_id)).map((r) => r.record_id);
  const worked = await workedOn(tx, stored, created);
  const gone = created.filter((id) => !worked.has(id));
  if (gone.length > 0) await remove(tx, stored.object, gone);
  const changed = rows.filter((r) => !r.created && standing.has(r.record_id)).map((r) => r.record_id);
  const back = await takeBack(tx, stored, changed, standing);
  return { removed: gone.length, restored: back.restored, kept: worked.size + back.kept, last: rows.length < BATCH ? null : (rows.at(-1) as Touched).row_number };
}

/** The next records the import touched, each at its first row. */
async function touched(tx: Ctx, { id, object }: StoredImport, after: number): Promise<Touched[]> {
  const all = object === "lead"
    ? sql`select row_number, record_id, outcome in ('created', 'duplicate') as created from clew.arrival where import_id = ${id} and object = 'lead' and outcome in ('created', 'duplicate', 'merged')`
    : sql`select row_number, record_id, outcome = 'created' as created from clew.import_record where import_id = ${id}`;
  const earlier = object === "lead"
    ? sql`select 1 from clew.arrival e where e.record_id = a.record_id and e.import_id = ${id} and e.row_number < a.row_number`
    : sql`select 1 from clew.import_record e where e.record_id = a.record_id and e.import_id = ${id} and e.row_number < a.row_number`;
  const { rows } = await sql<Touched>`select * from (${all}) a where row_number > ${after} and not exists (${earlier}) order by row_number limit ${BATCH}`.execute(tx.db);
  return rows;
}

/** Records that somebody or another channel has changed, or that something hangs on. */
async function workedOn(tx: Ctx, { id, object }: StoredImport, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const linked = (WORK[object] ?? []).map(([of, field]) => sql` union select ${sql.ref(field)} from ${table(of)} where ${sql.ref(field)} = any(${ids}::uuid[])`);
  const { rows } = await sql<{ id: string }>`
    select record_id as id from clew.change where record_id = any(${ids}::uuid[]) and ${OTHERS(id)}${sql.join(linked, sql``)}`.execute(tx.db);
  return new Set(rows.map((r) => r.id));
}

/** Changes that count as somebody's: not the import's own, not what clocks and rules do by themselves. */
const OTHERS = (id: string) => sql`cause->>'id' is distinct from ${id} and cause->>'kind' not in ('timer', 'rule')`;

/** Gives records their values from before the import, field by field, where the import's value still stands. */
async function takeBack(tx: Ctx, stored: StoredImport, ids: readonly string[], standing: ReadonlyMap<string, Row>): Promise<{ restored: number; kept: number }> {
  if (ids.length === 0) return { restored: 0, kept: 0 };
  const { rows } = await sql<{ record_id: string; diff: Record<string, [Value, Value]> }>`
    select record_id, diff from clew.change where record_id = any(${ids}::uuid[]) and cause->>'id' = ${stored.id} and cause->>'kind' = 'import' and diff is not null order by at, version, id`.execute(tx.db);
  const fields = (await catalog.get(tx.house)).fields(stored.object);
  const diffs = new Map<string, Map<string, [Value, Value]>>();
  for (const { record_id, diff } of rows) {
    const sum = diffs.get(record_id) ?? new Map<string, [Value, Value]>();
    for (const [key, [from, to]] of Object.entries(diff)) sum.set(key, [sum.has(key) ? (sum.get(key) as [Value, Value])[0] : from, to]);
    diffs.set(record_id, sum);
  }
  let kept = 0;
  const changes = [...diffs].flatMap(([id, diff]) => {
    const row = standing.get(id) as Row;
    // What is derived or kept by the engine follows from the rest.
    const own = [...diff].filter(([key]) => fields.get(key)?.readonly === undefined && fields.has(key));
    const back = own.filter(([key, [, to]]) => same(row[key] ?? null, to));
    if (back.length < own.length) kept++;
    return back.length > 0 ? [{ id, changes: Object.fromEntries(back.map(([key, [from]]) => [key, from])) }] : [];
  });
  await updateRows(tx, stored.object, changes);
  return { restored: changes.length, kept };
}
