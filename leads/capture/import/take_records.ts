import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { transaction } from "../../../core/db/transaction.ts";
import type { Row } from "../../../core/language/types.ts";
import { Refusal } from "../../../core/refusal.ts";
import type { Reason } from "../../../core/policies/reason.ts";
import { table } from "../../../core/records/columns.ts";
import { type View, viewOf } from "../../../core/records/viewer.ts";
import { whereOf } from "../../../core/records/where.ts";
import { createRows, updateRows, type Written } from "../../../core/records/write.ts";
import { isConnection } from "../door.ts";
import { problemOf, storeProblems } from "./problem_rows.ts";
import { advance, type Progress, Superseded } from "./progress.ts";
import type { ReadRow } from "./read_rows.ts";
import { addCounts, noCounts, type StoredImport } from "./stored.ts";

/** What a row becomes: a new record, a change of the one with its external id, or nothing. */
export type Intention = { read: ReadRow; reasons: Reason[] } & (
  | { outcome: "created"; row: Row }
  | { outcome: "updated"; row: Row; of: string | number }
  | { outcome: "failed" }
);

/** The key by which rows find the record they change. */
const KEY = "external_id";

/**
 * Decides a chunk of rows of an object other than lead: the same external id, stored or further up in the file (`seen`), is a change;
 * what required fields are missing in fails. One statement. Records of others that the actor may not see are left alone.
 */
export async function intend(ctx: Ctx, object: string, rows: readonly ReadRow[], seen: Set<string>): Promise<Intention[]> {
  const view = await viewOf(ctx, object);
  const keyOf = (read: ReadRow) => (typeof read.row[KEY] === "string" ? read.row[KEY] : null);
  const known = await knownByKey(view, rows.map(keyOf).filter((key) => key !== null));
  const first = new Map<string, number>();
  return rows.map((read, i): Intention => {
    const reasons = [...read.problems];
    const key = keyOf(read);
    const found = key === null ? undefined : known.get(key);
    if (found && !found.visible) return { read, reasons: [...reasons, { code: "not_visible", facts: { [KEY]: key } }], outcome: "failed" };
    const of = found?.id ?? (key === null ? undefined : (first.get(key) ?? (seen.has(key) ? key : undefined)));
    if (of !== undefined) return { read, reasons, outcome: "updated", row: read.row, of };
    const row = withDefaults(view, read.row);
    const missing = view.object.fields.filter((f) => f.required && !f.retired && (row[f.key] ?? null) === null).map((f) => f.key);
    if (missing.length > 0) return { read, reasons: [...reasons, ...missing.map((field) => ({ code: "required_missing", facts: { field } }))], outcome: "failed" };
    if (key !== null) {
      first.set(key, i);
      seen.add(key);
    }
    return { read, reasons, outcome: "created", row };
  });
}

function withDefaults(view: View, given: Row): Row {
  const row: Row = { ...given };
  for (const field of view.object.fields) if (!field.retired && row[field.key] === undefined && field.default !== undefined) row[field.key] = field.default;
  return row;
}

async function knownByKey(view: View, keys: readonly string[]): Promise<Map<string, { id: string; visible: boolean }>> {
  const { key: object } = view.object;
  if (keys.length === 0 || !view.all.field(object, KEY)) return new Map();
  const visible = await whereOf(view, undefined, undefined, []);
  const { rows } = await sql<{ id: string; key: string; visible: boolean }>`
    select distinct on (t.external_id) t.id, t.external_id as key, ${visible} as visible from ${table(object)} t where t.external_id = any(${keys}) order by t.external_id, t.id`.execute(view.ctx.db);
  return new Map(rows.map((r) => [r.key, r]));
}

/** Writes a chunk in one transaction that also moves the import on; a chunk that cannot commit is split until the bad row stands alone. */
export async function takeRecords(ctx: Ctx, stored: StoredImport, rows: ReadRow[], from: Progress): Promise<Progress> {
  const now = { ...ctx, now: ctx.house.clock.now() };
  try {
    return await transaction(now, async (tx) => move(tx, stored, await write(tx, stored, rows), from));
  } catch (error) {
    if (isConnection(error) || error instanceof Superseded) throw error;
    if (rows.length > 1) {
      const half = Math.ceil(rows.length / 2);
      return takeRecords(ctx, stored, rows.slice(half), await takeRecords(ctx, stored, rows.slice(0, half), from));
    }
    if (!(error instanceof Refusal)) ctx.house.log.error({ err: error, import: stored.id }, "row failed");
    const reason = error instanceof Refusal ? { code: error.code, facts: error.facts } : { code: "internal", facts: {} };
    return transaction(now, (tx) => move(tx, stored, rows.map((read) => ({ read, id: null, outcome: "failed" as const, reasons: [...read.problems, reason] })), from));
  }
}

interface Taken {
  read: ReadRow;
  id: string | null;
  outcome: "created" | "updated" | "failed";
  reasons: Reason[];
}

async function write(tx: Ctx, stored: StoredImport, rows: readonly ReadRow[]): Promise<Taken[]> {
  const { object } = stored;
  await sql`select pg_advisory_xact_lock(hashtext(${`upsert:${object}:${KEY}`}))`.execute(tx.db);
  const view = await viewOf(tx, object);
  const scope = await view.scope([]);
  const plans = await intend(tx, object, rows, new Set());
  const fresh = plans.filter((p) => p.outcome === "created");
  if (scope && tx.actor.kind === "person") for (const { row } of fresh) row.owner_id ??= tx.actor.id;
  const created = new Map(zip(fresh, await createRows(tx, object, fresh.map((p) => p.row))));
  const changes = plans.flatMap((plan) => {
    if (plan.outcome !== "updated") return [];
    const { created_at: _, ...row } = plan.row;
    const id = typeof plan.of === "number" ? (created.get(plans[plan.of] as (typeof fresh)[number])?.row?.id as string | undefined) : plan.of;
    return id === undefined ? [] : [{ plan, id, changes: row }];
  });
  const updated = new Map(zip(changes.map((c) => c.plan), await updateRows(tx, object, changes)));
  return plans.map((plan): Taken => {
    const done = created.get(plan as (typeof fresh)[number]) ?? updated.get(plan as (typeof changes)[number]["plan"]);
    if (done?.row) return { read: plan.read, id: done.row.id as string, outcome: plan.outcome, reasons: plan.reasons };
    const refused = done?.refused ? [{ code: done.refused.code, facts: done.refused.facts }] : [];
    return { read: plan.read, id: null, outcome: "failed", reasons: [...plan.reasons, ...refused] };
  });
}

function zip<T>(items: readonly T[], written: readonly Written[]): [T, Written][] {
  return items.map((item, i) => [item, written[i] as Written]);
}

async function move(tx: Ctx, stored: StoredImport, taken: readonly Taken[], from: Progress): Promise<Progress> {
  const counts = noCounts();
  for (const { outcome } of taken) counts[outcome]++;
  const rows = taken.flatMap(({ read, id, outcome }) => (id === null ? [] : [{ number: read.number, id, outcome }]));
  await sql`
    insert into clew.import_record (import_id, row_number, record_id, outcome)
    select ${stored.id}, number, id, outcome from json_to_recordset(${JSON.stringify(rows)}::json) as x(number int, id uuid, outcome text)`.execute(tx.db);
  await storeProblems(tx, stored.id, "run", taken.flatMap(({ read, outcome, reasons }) => problemOf({ ...read, outcome, reasons })));
  return advance(tx, stored, from, { done: from.done + taken.length, counts: addCounts(from.counts, counts) });
}
