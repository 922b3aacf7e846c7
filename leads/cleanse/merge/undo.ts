import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import type { Row } from "../../../core/language/types.ts";
import { visibleRows } from "../../../core/records/find.ts";
import { restore } from "../../../core/records/trash.ts";
import { viewOf } from "../../../core/records/viewer.ts";
import { updateRows } from "../../../core/records/write.ts";
import { NotFound } from "../../../core/refusal.ts";
import { moveBack } from "./children.ts";
import { resumeClocks } from "./clocks.ts";
import { resumeStays } from "./holds.ts";
import { lockMerges, standingMerges, type StoredMerge } from "./kept.ts";
import { unscoped } from "./merge.ts";
import { MergeUndone, SurvivorGone } from "./refusals.ts";
import { type Layer, takeBack } from "./take_back.ts";

/** What a restored lead keeps of today: everything else is as it was before the merge. */
const STAYS: ReadonlySet<string> = new Set(["id", "version", "created_at", "created_by", "updated_at", "updated_by", "response_due_at", "recycle_at"]);

/**
 * Takes a merge back, or all merges of one call when given its id: the others return with their children, clocks and values, and the
 * edits made since to what was theirs; every other later edit, and what came after the merge, stays with the survivor.
 * A merge whose survivor was itself merged since is refused with the merge that has to be taken back first.
 */
export async function undoMerge(tx: Ctx, id: string): Promise<{ survivor_id: string; restored: string[] }> {
  const rows = await lockMerges(tx, id);
  const [first] = rows;
  if (!first) throw NotFound({ merge: id });
  const open = rows.filter((row) => row.undone_at === null);
  if (open.length === 0) throw MergeUndone();
  const [survivor] = await visibleRows(await viewOf(tx, "lead"), [first.survivor_id], true);
  if (!survivor) throw await gone(tx, first.survivor_id);
  const undo: Ctx = { ...tx, cause: { ...tx.cause, kind: "undo", id, event: "lead.unmerge" } };
  const ids = open.map((merge) => merge.other_id);
  const { rows: binned } = await sql<{ record_id: string }>`select record_id from clew.trash where object = 'lead' and record_id = any(${ids}::uuid[])`.execute(tx.db);
  await restore(unscoped(undo), "lead", binned.map((row) => row.record_id));
  for (const merge of open) await moveBack(undo, merge);
  const edits = await takeValuesBack(undo, first.survivor_id, open);
  const due = await resumeClocks(undo, open.flatMap((merge) => merge.clocks), first.at);
  const back = await updateRows(undo, "lead", [
    ...open.map(({ other_id, before }) => ({ id: other_id, changes: { ...Object.fromEntries(Object.entries(before.other).filter(([key]) => !STAYS.has(key))), ...edits.get(other_id) } })),
    ...[...due].map(([lead, response_due_at]) => ({ id: lead, changes: { response_due_at } })),
  ]);
  for (const one of back) if (one.refused) throw one.refused;
  await resumeStays(undo, open);
  await sql`update clew.merge set undone_at = ${tx.now}, undone_by = ${tx.actor.id}::uuid where id = any(${open.map((merge) => merge.id)}::uuid[])`.execute(tx.db);
  return { survivor_id: first.survivor_id, restored: ids };
}

/** Why a merge cannot be taken back yet: the survivor's own merge, where there is one. */
async function gone(tx: Ctx, survivor: string): Promise<Error> {
  const { rows } = await sql<{ id: string }>`select id from clew.merge where other_id = ${survivor} and undone_at is null`.execute(tx.db);
  return SurvivorGone({ lead: survivor, ...(rows[0] ? { first: rows[0].id } : {}) });
}

const layer = (merge: StoredMerge): Layer => ({ changed: merge.changed, whole: Object.keys(merge.chosen).filter((field) => merge.chosen[field]?.whole), other: merge.before.other });

/** Newest merge first: what several merges did to one field comes off in layers. Answers the edits that go back with each other lead. */
async function takeValuesBack(tx: Ctx, survivorId: string, merges: readonly StoredMerge[]): Promise<Map<string, Row>> {
  const [row] = await visibleRows(await viewOf(unscoped(tx), "lead"), [survivorId]);
  const now: Row = { ...row };
  const changes: Row = {};
  const edits = new Map<string, Row>();
  const going = new Set(merges.map((merge) => merge.id));
  const standing = await standingMerges(tx, survivorId);
  const mended = new Map<string, StoredMerge>();
  for (const merge of merges) {
    // The nearest later one first: it stands directly on this one.
    const after = standing.slice(0, standing.findIndex((each) => each.id === merge.id)).reverse().filter((each) => !going.has(each.id));
    const taken = takeBack(now, layer(merge), after.map(layer));
    Object.assign(now, taken.survivor);
    Object.assign(changes, taken.survivor);
    edits.set(merge.other_id, taken.other);
    for (const [place, diff] of taken.later) {
      const later = after[place] as StoredMerge;
      Object.assign(later.changed, diff);
      mended.set(later.id, later);
    }
  }
  const [written] = await updateRows(tx, "lead", [{ id: survivorId, changes }]);
  if (written?.refused) throw written.refused;
  if (mended.size > 0) await sql`update clew.merge m set changed = x.changed from ${rowsOf([...mended.values()], { id: "uuid", changed: "jsonb" })} where m.id = x.id`.execute(tx.db);
  return edits;
}
