import { sql } from "kysely";
import { parseFilter } from "../language/filter/parse.ts";
import type { FieldDef, Row } from "../language/types.ts";
import { standardObjects } from "../objects/standard.ts";
import { invalidField, NotFound } from "../refusal.ts";
import { columnList, table } from "./columns.ts";
import { present, type Shown } from "./present.ts";
import { afterCursor, BadCursor, cursorOf, orderBy, parseSort, seekCursor } from "./sort.ts";
import { type View, viewOf } from "./viewer.ts";
import { rareMatches, whereOf } from "./where.ts";
import type { Ctx } from "../ctx.ts";

export interface Question {
  filter?: unknown;
  q?: string;
  sort?: string | readonly string[];
  fields?: readonly string[];
  limit?: number;
  cursor?: string;
  count?: boolean;
}

export interface Page {
  items: Shown[];
  next_cursor: string | null;
  total?: number;
}

/** One page of the records the actor may see, with names of what they link to and what the actor may do with each. */
export async function find(ctx: Ctx, object: string, question: Question): Promise<Page> {
  const view = await viewOf(ctx, object);
  const filter = question.filter === undefined ? undefined : parseFilter(question.filter, object, view.schema, { timeZone: view.env.timeZone });
  const sort = parseSort(view, question.sort);
  const columns = chosen(view, question.fields, sort.map((k) => k.field));
  const limit = question.limit ?? 50;
  const touched = sort.map((k) => k.field.key);
  const words = question.q?.trim();
  const rare = words ? await rareMatches(view, words) : null;
  const asked = await whereOf(view, filter, words, touched, Boolean(words));
  const paged = rare ? sql`t.id = any(${rare}::uuid[]) and ${asked}` : asked;
  // All that hold common words are counted by the search index; a page of them is found along its order.
  const where = words && !rare && question.count ? await whereOf(view, filter, words, touched) : paged;
  const from = question.cursor ? sql`and ${seekCursor(sort, question.cursor) ?? afterCursor(sort, question.cursor)}` : sql``;
  const page = sql<Row>`
    select ${columnList(columns, "t.")} from ${table(object)} t where ${paged} ${from} order by ${orderBy(sort)} limit ${limit + 1}`.execute(ctx.db).catch((error: { code?: string }) => {
    // Class 22: a cursor that no list gave out holds a value that is none of its column.
    throw question.cursor && error.code?.startsWith("22") ? BadCursor() : error;
  });
  const counting = question.count ? sql<{ total: number }>`select count(*) as total from ${table(object)} t where ${where}`.execute(ctx.db) : null;
  const [{ rows }, counted] = await Promise.all([page, counting]);
  const more = rows.length > limit;
  const kept = more ? rows.slice(0, limit) : rows;
  const last = kept.at(-1);
  const result: Page = {
    next_cursor: more && last ? cursorOf(sort, last) : null,
    items: await present(view, kept),
  };
  if (counted) result.total = counted.rows[0]?.total ?? 0;
  return result;
}

/** One record as the actor may see it, or the one it was merged into; `not_found` when it does not exist or lies outside the actor's scope. */
export async function findOne(ctx: Ctx, object: string, id: string): Promise<Shown> {
  const view = await viewOf(ctx, object);
  const [shown] = await present(view, [await findRow(view, id)]);
  return shown as Shown;
}

/** The same as the full row, unmasked: for decisions, never for output. */
export async function findRow(view: View, id: string): Promise<Row> {
  const [row] = await visibleRows(view, [id]);
  if (row) return row;
  const object = view.object.key;
  const now = (await standardObjects(view.ctx.house).get(object)?.resolve?.(view.ctx, [id]))?.get(id);
  const [kept] = now ? await visibleRows(view, [now]) : [];
  if (!kept) throw NotFound({ object, id });
  return kept;
}

/** The full rows among these ids that the actor may see (with `touched`: by these fields too), unmasked: for decisions, never for output. */
export async function visibleRows(view: View, ids: readonly string[], forUpdate = false, touched: readonly string[] = []): Promise<Row[]> {
  const where = await whereOf(view, undefined, undefined, touched);
  const { rows } = await sql<Row>`
    select ${columnList([...view.all.fields(view.object.key).values()], "t.")} from ${table(view.object.key)} t
    where t.id = any(${ids}::uuid[]) and ${where} order by t.id ${sql.raw(forUpdate ? "for update" : "")}`.execute(view.ctx.db);
  return rows;
}

function chosen(view: View, wanted: readonly string[] | undefined, needed: readonly FieldDef[]): FieldDef[] {
  if (!wanted) return [...view.fields.values()];
  const keys = new Set(["id", "version", "owner_id", ...needed.map((f) => f.key), ...wanted]);
  // Rules on rows (abilities, shading) read these; the object decides by having them.
  for (const key of ["pool_id", "stage"]) if (view.fields.has(key)) keys.add(key);
  return [...keys].map((key) => {
    const field = view.fields.get(key);
    if (!field) throw invalidField("fields", { zh: `没有字段「${key}」`, en: `There is no field “${key}”` });
    return field;
  });
}
