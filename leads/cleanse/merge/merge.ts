import { sql } from "kysely";
import { v7 } from "uuid";
import { type Ctx, FULL_GRANTS } from "../../../core/ctx.ts";
import type { Row, Value } from "../../../core/language/types.ts";
import { notify } from "../../../core/notifications/notify.ts";
import { requireVisible } from "../../../core/records/edit.ts";
import { remove } from "../../../core/records/trash.ts";
import { type View, viewOf } from "../../../core/records/viewer.ts";
import { lockRows, same, updateRows } from "../../../core/records/write.ts";
import { invalidField, NotFound } from "../../../core/refusal.ts";
import { mergeValues, type Survival } from "../survive.ts";
import { type Moved, moveChildren } from "./children.ts";
import { ConvertedOther, SameLead } from "./refusals.ts";

/** Follows from other fields or decides by itself: never put back by hand. */
const FOLLOWS: ReadonlySet<string> = new Set(["id", "version", "updated_at", "updated_by", "recycle_at", "response_due_at", "stage_at", "score", "grade", "heat", "predicted"]);

export type Diff = Record<string, [Value, Value]>;

export interface Merge {
  id: string;
  other_id: string;
}

/** A context that keeps the actor's name but reaches records they have just lost from sight. */
export const unscoped = (tx: Ctx): Ctx => ({ ...tx, actor: { ...tx.actor, grants: FULL_GRANTS } as Ctx["actor"] });

/**
 * Merges leads into a survivor in the caller's transaction. Values follow the survival rules; `chosen` names for a field the lead
 * whose value is taken. Children move over; the others leave the lists as duplicates of the survivor, whose id theirs resolve to.
 */
export async function mergeLeads(tx: Ctx, survivorId: string, otherIds: readonly string[], chosen: Readonly<Record<string, string>>): Promise<Merge[]> {
  if (otherIds.includes(survivorId)) throw SameLead();
  const view = await viewOf(tx, "lead");
  checkChosen(view, chosen, [survivorId, ...otherIds]);
  await requireVisible(view, [survivorId, ...otherIds]);
  const rows = await lockRows(tx, view.object, view.all, [survivorId, ...otherIds]);
  // Somebody may have merged one of them while this call waited for the lock.
  for (const id of [survivorId, ...otherIds]) if (!rows.has(id)) throw NotFound({ object: "lead", id });
  const before = rows.get(survivorId) as Row;
  const others = otherIds.map((id) => rows.get(id) as Row);
  if (before.stage !== "converted" && others.some((o) => o.stage === "converted")) throw ConvertedOther();

  const diffs = new Map<string, Diff>();
  const merged: Row = { ...before };
  if (otherIds.includes(String(before.duplicate_of))) merged.duplicate_of = null;
  for (const other of others) {
    const from = { ...merged };
    const strategies = Object.fromEntries(Object.entries(chosen).map(([field, id]): [string, Survival] => [field, id === other.id ? "other" : "keep"]));
    const { changes } = mergeValues(merged, other, strategies);
    for (const field in changes) if (!view.all.field("lead", field)?.internal) merged[field] = changes[field] as Value;
    diffs.set(other.id as string, diff(from, merged));
  }
  const event = v7();
  const cause = { ...tx.cause, id: event, event: "lead.merge" };
  const within: Ctx = { ...tx, cause };
  await write(within, survivorId, merged);
  // First out of the way, so that a survivor that takes over keys and children is the only one to have them.
  const gone = await updateRows(within, "lead", otherIds.map((id) => ({ id, changes: { stage: "disqualified", disqualify_reason: "duplicate", duplicate_of: survivorId } })));
  for (const one of gone) if (one.refused) throw one.refused;
  const moved = await moveChildren(within, survivorId, otherIds);
  await remove(unscoped(within), "lead", otherIds);

  const after = (await lockRows(tx, view.object, view.all, [survivorId])).get(survivorId) as Row;
  const last = otherIds.at(-1) as string;
  diffs.set(last, { ...diffs.get(last), ...diff(merged, after) });
  const merges = otherIds.map((other_id, i): Merge => ({ id: i === 0 ? event : v7(), other_id }));
  await keep(tx, event, survivorId, merges.map((m, i) => ({ ...m, before: { survivor: before, other: others[i] as Row }, changed: diffs.get(m.other_id) ?? {}, moved: moved.get(m.other_id) ?? [] })));
  await notify(tx, others.filter((o) => o.owner_id && o.owner_id !== before.owner_id).map((o) => ({
    person_id: o.owner_id as string, kind: "lead_merged", object: "lead", record_id: survivorId, facts: { lead: o.name ?? o.company, into: before.name ?? before.company },
  })));
  return merges;
}

function checkChosen(view: View, chosen: Readonly<Record<string, string>>, ids: readonly string[]): void {
  for (const [field, id] of Object.entries(chosen)) {
    if (view.access.get(field) !== "edit") throw invalidField(`values.${field}`, { zh: `不能选择字段「${field}」`, en: `The field “${field}” cannot be chosen` });
    if (!ids.includes(id)) throw invalidField(`values.${field}`, { zh: "请选择参与合并的线索", en: "Choose one of the leads being merged" });
  }
}

async function write(tx: Ctx, id: string, row: Row): Promise<void> {
  const { id: _id, version: _version, updated_at: _at, updated_by: _by, ...changes } = row;
  const [written] = await updateRows(tx, "lead", [{ id, changes }]);
  if (written?.refused) throw written.refused;
}

function diff(from: Row, to: Row): Diff {
  const changes: Diff = {};
  for (const key in to) if (!FOLLOWS.has(key) && !same(from[key] ?? null, to[key] ?? null)) changes[key] = [from[key] ?? null, to[key] ?? null];
  return changes;
}

async function keep(tx: Ctx, event: string, survivor: string, merges: readonly (Merge & { before: Record<string, Row>; changed: Diff; moved: Moved[] })[]): Promise<void> {
  await sql`
    insert into clew.merge (id, event_id, object, survivor_id, other_id, before, changed, moved, at, by)
    select x.id, ${event}, 'lead', ${survivor}, x.other_id, x.before, x.changed, x.moved, ${tx.now}, ${tx.actor.id}::uuid
    from json_to_recordset(${JSON.stringify(merges)}::json) as x(id uuid, other_id uuid, before jsonb, changed jsonb, moved jsonb)`.execute(tx.db);
}
