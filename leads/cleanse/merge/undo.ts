import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import { visibleRows } from "../../../core/records/find.ts";
import { restore } from "../../../core/records/trash.ts";
import { viewOf } from "../../../core/records/viewer.ts";
import { same, updateRows } from "../../../core/records/write.ts";
import { NotFound } from "../../../core/refusal.ts";
import { type Moved, moveBack } from "./children.ts";
import { type Diff, unscoped } from "./merge.ts";
import { MergeUndone, SurvivorGone } from "./refusals.ts";

interface Kept {
  id: string;
  survivor_id: string;
  other_id: string;
  before: { survivor: Row; other: Row };
  changed: Diff;
  moved: Moved[];
  undone_at: string | null;
}

/** What a restored lead keeps of today: everything else is as it was before the merge. */
const STAYS: ReadonlySet<string> = new Set(["id", "version", "created_at", "created_by", "updated_at", "updated_by", "response_due_at", "recycle_at"]);

/**
 * Takes a merge back, or all merges of one call when given its id: the others return with their children, and fields of the survivor
 * that came from them and were not edited since. Whatever was edited later stays.
 */
export async function undoMerge(tx: Ctx, id: string): Promise<{ survivor_id: string; restored: string[] }> {
  const { rows } = await sql<Kept>`
    select id, survivor_id, other_id, before, changed, moved, undone_at from clew.merge where id = ${id} or event_id = ${id} order by id desc for update`.execute(tx.db);
  const [first] = rows;
  if (!first) throw NotFound({ merge: id });
  const open = rows.filter((row) => row.undone_at === null);
  if (open.length === 0) throw MergeUndone();
  const [survivor] = await visibleRows(await viewOf(tx, "lead"), [first.survivor_id], true);
  if (!survivor) throw SurvivorGone();
  const undo: Ctx = { ...tx, cause: { ...tx.cause, kind: "undo", id, event: "lead.unmerge" } };
  const ids = open.map((merge) => merge.other_id);
  const { rows: binned } = await sql<{ record_id: string }>`select record_id from clew.trash where object = 'lead' and record_id = any(${ids}::uuid[])`.execute(tx.db);
  await restore(unscoped(undo), "lead", binned.map((row) => row.record_id));
  const back = await updateRows(undo, "lead", open.map(({ other_id, before }) => ({ id: other_id, changes: Object.fromEntries(Object.entries(before.other).filter(([key]) => !STAYS.has(key))) })));
  for (const one of back) if (one.refused) throw one.refused;
  for (const merge of open) await moveBack(undo, merge.survivor_id, merge.other_id, merge.moved);
  await takeValuesBack(undo, first.survivor_id, open);
  await sql`update clew.merge set undone_at = ${tx.now}, undone_by = ${tx.actor.id}::uuid where id = any(${open.map((merge) => merge.id)}::uuid[])`.execute(tx.db);
  return { survivor_id: first.survivor_id, restored: ids };
}

/** Newest merge first: what several merges did to one field comes off in layers. */
async function takeValuesBack(tx: Ctx, survivorId: string, merges: readonly Kept[]): Promise<void> {
  const view = await viewOf(unscoped(tx), "lead");
  const [now] = await visibleRows(view, [survivorId]);
  const changes: Row = {};
  for (const { changed } of [...merges].sort((a, b) => b.id.localeCompare(a.id))) {
    for (const [field, [from, to]] of Object.entries(changed)) {
      const current = field in changes ? changes[field] : now?.[field];
      if (same(current ?? null, to)) changes[field] = from;
    }
  }
  const [written] = await updateRows(tx, "lead", [{ id: survivorId, changes }]);
  if (written?.refused) throw written.refused;
}
