import type { Ctx } from "../ctx.ts";
import { transaction } from "../db/transaction.ts";
import type { Row } from "../language/types.ts";
import { standardObjects } from "../objects/standard.ts";
import { type FieldProblem, Invalid, NotFound } from "../refusal.ts";
import { visibleRows } from "./find.ts";
import { namedIn, parseRows } from "./parse_rows.ts";
import { present, type Shown } from "./present.ts";
import { type View, viewOf } from "./viewer.ts";
import { type Change, createRows, updateRows, type Written } from "./write.ts";

/** Creates records for an actor, all or none. A person who may only see their own becomes the owner of what they create. */
export async function create(ctx: Ctx, object: string, inputs: readonly Record<string, unknown>[], paths: (i: number) => string): Promise<Shown[]> {
  return transaction(ctx, async (tx) => {
    const view = await viewOf(tx, object);
    const rows = await parseRows(view, inputs, "create", paths);
    const scope = await view.scope([]);
    if (scope && tx.actor.kind === "person") for (const row of rows) row.owner_id ??= tx.actor.id;
    const written = (await createRows(tx, object, rows)).map(wholeOrNothing);
    await tellNamed(view, rows, written);
    return present(view, written);
  });
}

/** Changes records for an actor, all or none: each must be visible, every field editable. */
export async function update(ctx: Ctx, object: string, changes: readonly { id: string; changes: Record<string, unknown>; ifVersion?: number }[], paths: (i: number) => string): Promise<Shown[]> {
  return transaction(ctx, async (tx) => {
    const view = await viewOf(tx, object);
    const rows = await parseRows(view, changes.map((c) => c.changes), "update", paths);
    const { now, before } = await standing(view, changes.map((c) => c.id));
    await refuseShaded(view, changes.map((c) => before.get(now(c.id)) as Row), rows, paths);
    const written = await updateRows(tx, object, changes.map((c, i): Change => ({ id: now(c.id), changes: rows[i] as Row, ...(c.ifVersion === undefined ? {} : { ifVersion: c.ifVersion }) })));
    return present(view, written.map(wholeOrNothing));
  });
}

/** Tells the objects whose merged records were named in links by which new record, so that it goes with the named one when that comes back. */
async function tellNamed(view: View, rows: readonly Row[], written: readonly Row[]): Promise<void> {
  const links = rows.flatMap((row, i) => Object.entries(namedIn(row)).map(([field, named]) => ({ target: view.fields.get(field)?.target ?? "", object: view.object.key, field, named, id: written[i]?.id as string })));
  for (const [target, theirs] of Map.groupBy(links, (link) => link.target)) await standardObjects(view.ctx.house).get(target)?.named?.(view.ctx, theirs);
}

/** The record that each id stands for now: ids of merged records lead to the one they live on in. Refuses `not_found` like `requireVisible`. */
async function standing(view: View, ids: readonly string[]): Promise<{ now: (id: string) => string; before: Map<string, Row> }> {
  const before = new Map((await visibleRows(view, ids)).map((row) => [row.id as string, row]));
  const missing = ids.filter((id) => !before.has(id));
  const merged = missing.length > 0 ? await standardObjects(view.ctx.house).get(view.object.key)?.resolve?.(view.ctx, missing) : undefined;
  const now = (id: string): string => merged?.get(id) ?? id;
  if (missing.length > 0) for (const [id, row] of await requireVisible(view, missing.map(now))) before.set(id, row);
  return { now, before };
}

/** What somebody may not see on a record they may not write there either: whether a value was the right guess would show. */
async function refuseShaded(view: View, before: readonly Row[], rows: readonly Row[], paths: (i: number) => string): Promise<void> {
  const shades = (await standardObjects(view.ctx.house).get(view.object.key)?.shade?.(view.ctx, [...before])) ?? [];
  const problems = rows.flatMap((row, i) => Object.keys(row).filter((key) => shades[i]?.has(key)).map((key): FieldProblem => {
    const { zh, en } = view.fields.get(key)?.label ?? { zh: key, en: key };
    return { path: `${paths(i)}${key}`, message: { zh: `「${zh}」在领取前不可见，也不能修改`, en: `“${en}” is hidden here and cannot be changed` } };
  }));
  if (problems.length > 0) throw Invalid({}, problems.slice(0, 100));
}

/** Refuses `not_found` for the first of these records the actor cannot see. */
export async function requireVisible(view: View, ids: readonly string[]): Promise<Map<string, Row>> {
  const rows = new Map((await visibleRows(view, ids)).map((row) => [row.id as string, row]));
  for (const id of ids) if (!rows.has(id)) throw NotFound({ object: view.object.key, id });
  return rows;
}

function wholeOrNothing(written: Written): Row {
  if (written.refused) throw written.refused;
  return written.row;
}
