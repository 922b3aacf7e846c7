import { v7 } from "uuid";
import { type Ctx, FULL_GRANTS } from "../../../core/ctx.ts";
import type { Row, Value } from "../../../core/language/types.ts";
import { notify } from "../../../core/notifications/notify.ts";
import { requireVisible } from "../../../core/records/edit.ts";
import { parseRows } from "../../../core/records/parse_rows.ts";
import { remove } from "../../../core/records/trash.ts";
import { type View, viewOf } from "../../../core/records/viewer.ts";
import { lockRows, same, updateRows } from "../../../core/records/write.ts";
import { invalidField, NotFound } from "../../../core/refusal.ts";
import { frozenByCollision } from "../collision/frozen.ts";
import { InCollision } from "../collision/refusals.ts";
import { moveChildren } from "./children.ts";
import { type Choice, chooseValues, type Wish } from "./choose.ts";
import { clocksOf } from "./clocks.ts";
import { keepMerges, type Merge } from "./kept.ts";
import { ConvertedOther, SameLead } from "./refusals.ts";
import { survivorshipOf } from "./survivorship.ts";
import type { Diff } from "./take_back.ts";

/** Follows from other fields or decides by itself: never put back by hand. */
const FOLLOWS: ReadonlySet<string> = new Set(["id", "version", "updated_at", "updated_by", "recycle_at", "response_due_at", "stage_at", "score", "grade", "heat", "predicted"]);

/** Values chosen by hand, by field: the lead whose value is kept, or a typed value. */
export type Chosen = Readonly<Record<string, string | { value?: unknown }>>;

/** A context that keeps the actor's name but reaches records they have just lost from sight. */
export const unscoped = (tx: Ctx): Ctx => ({ ...tx, actor: { ...tx.actor, grants: FULL_GRANTS } as Ctx["actor"] });

/** What a merge would do: the records as they stand, and the choice for every field. */
export interface Plan {
  view: View;
  survivor: Row;
  others: Row[];
  choices: Choice[];
}

/** Decides a merge without writing anything; with `lock` the leads stay as they are until the transaction ends. */
export async function planMerge(ctx: Ctx, survivorId: string, otherIds: readonly string[], chosen: Chosen, lock: boolean): Promise<Plan> {
  if (otherIds.includes(survivorId)) throw SameLead();
  const view = await viewOf(ctx, "lead");
  const ids = [survivorId, ...otherIds];
  const wishes = await wishesOf(view, chosen, ids);
  const visible = await requireVisible(view, ids);
  const rows = lock ? await lockRows(ctx, view.object, view.all, ids) : visible;
  // Somebody may have merged one of them while this call waited for the lock.
  for (const id of ids) if (!rows.has(id)) throw NotFound({ object: "lead", id });
  const survivor = rows.get(survivorId) as Row;
  const others = otherIds.map((id) => rows.get(id) as Row);
  if (survivor.stage !== "converted" && others.some((o) => o.stage === "converted")) throw ConvertedOther();
  const [frozen] = await frozenByCollision(ctx, otherIds);
  if (frozen) throw InCollision({ id: frozen[0], collision: frozen[1] });
  const choices = chooseValues(survivor, others, wishes, await survivorshipOf(ctx.house)).filter((c) => !view.all.field("lead", c.field)?.internal);
  return { view, survivor, others, choices };
}

/**
 * Merges leads into a survivor in the caller's transaction. Values are chosen by hand or by the rules of survivorship.
 * Children move over; the others leave the lists as duplicates of the survivor, whose id theirs resolve to.
 */
export async function mergeLeads(tx: Ctx, survivorId: string, otherIds: readonly string[], chosen: Chosen): Promise<{ event: string; merges: Merge[] }> {
  const { view, survivor: before, others, choices } = await planMerge(tx, survivorId, otherIds, chosen, true);
  const clocks = await clocksOf(tx, [survivorId, ...otherIds]);
  const diffs = new Map<string, Diff>(otherIds.map((id) => [id, {}]));
  const merged: Row = { ...before };
  for (const { field, value, steps } of choices) {
    if (steps.length > 0) merged[field] = value;
    for (const step of steps) (diffs.get(step.other) as Diff)[field] = [step.from, step.to];
  }
  if (otherIds.includes(String(before.duplicate_of))) merged.duplicate_of = null;

  const event = v7();
  const within: Ctx = { ...tx, cause: { ...tx.cause, id: event, event: "lead.merge" } };
  await write(within, survivorId, merged);
  // First out of the way, so that a survivor that takes over keys and children is the only one to have them.
  const gone = await updateRows(within, "lead", otherIds.map((id) => ({ id, changes: { stage: "disqualified", disqualify_reason: "duplicate", duplicate_of: survivorId } })));
  for (const one of gone) if (one.refused) throw one.refused;
  const moved = await moveChildren(within, survivorId, otherIds);
  await remove(unscoped(within), "lead", otherIds);

  const after = (await lockRows(tx, view.object, view.all, [survivorId])).get(survivorId) as Row;
  const last = otherIds.at(-1) as string;
  diffs.set(last, { ...diffs.get(last), ...diff(merged, after) });
  const merges = otherIds.map((other_id): Merge => ({ id: v7(), other_id }));
  await keepMerges(tx, event, survivorId, merges.map(({ id, other_id }, i) => ({
    id, other_id, before: { survivor: before, other: others[i] as Row }, changed: diffs.get(other_id) ?? {}, moved: moved.get(other_id) ?? [],
    chosen: chosenOf(choices, other_id), clocks: clocks.filter((clock) => clock.lead_id === other_id || (clock.lead_id === survivorId && other_id === last)),
  })));
  await notify(tx, others.filter((o) => o.owner_id && o.owner_id !== before.owner_id).map((o) => ({
    person_id: o.owner_id as string, kind: "lead_merged", object: "lead", record_id: survivorId, facts: { lead: o.name ?? o.company, into: before.name ?? before.company },
  })));
  return { event, merges };
}

function chosenOf(choices: readonly Choice[], other: string): Record<string, { because: string; whole: boolean }> {
  return Object.fromEntries(choices.flatMap(({ field, because, steps }) => steps.filter((step) => step.other === other).map((step) => [field, { because, whole: step.whole }])));
}

/** What the caller chose, checked: fields they may edit, of leads that take part, values of the field's type. */
async function wishesOf(view: View, chosen: Chosen, ids: readonly string[]): Promise<Record<string, Wish>> {
  const typed: Row = {};
  const wishes: Record<string, Wish> = {};
  for (const [field, wish] of Object.entries(chosen)) {
    if (view.access.get(field) !== "edit") throw invalidField(`values.${field}`, { zh: `不能选择字段「${field}」`, en: `The field “${field}” cannot be chosen` });
    if (typeof wish !== "string") typed[field] = (wish.value ?? null) as Value;
    else if (!ids.includes(wish)) throw invalidField(`values.${field}`, { zh: "请选择参与合并的线索", en: "Choose one of the leads being merged" });
    else wishes[field] = { of: wish };
  }
  const [row] = await parseRows(view, [typed], "update", () => "values.");
  for (const [field, value] of Object.entries(row ?? {})) wishes[field] = { value };
  return wishes;
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
