import { sql } from "kysely";
import type { Ctx } from "../core/ctx.ts";
import type { FieldDef, Row } from "../core/language/types.ts";
import { columnList, table } from "../core/records/columns.ts";
import { present } from "../core/records/present.ts";
import { type View, viewOf } from "../core/records/viewer.ts";
import { whereOf } from "../core/records/where.ts";

/** Most leads one simulation replays: the newest of the range. */
export const MOST_REPLAYED = 20_000;
const SAMPLES = 20;

export interface Replayed {
  view: View;
  /** Whole rows, internal keys included, oldest first: for decisions, never for output. */
  rows: Row[];
  /** More leads came in the range than were replayed. */
  limited: boolean;
}

/** The leads of the last days that the actor may see, with the fields a policy looks at; reads only. */
export async function leadsToReplay(ctx: Ctx, days: number, fields: readonly string[]): Promise<Replayed> {
  const view = await viewOf(ctx, "lead");
  const known = view.all.fields("lead");
  const columns = [...new Set(["id", "version", "name", "company", "owner_id", "pool_id", "stage", "created_at", ...fields])].map((key) => known.get(key)).filter((field): field is FieldDef => field !== undefined);
  const where = await whereOf(view, { field: "created_at", op: "within", value: { last: days, unit: "day" } }, undefined, []);
  const { rows } = await sql<Row>`
    select ${columnList(columns, "t.")} from ${table("lead")} t where ${where} order by t.created_at desc, t.id desc limit ${MOST_REPLAYED + 1}`.execute(ctx.db);
  return { view, rows: rows.slice(0, MOST_REPLAYED).reverse(), limited: rows.length > MOST_REPLAYED };
}

/** The newest few of the leads that differ, named as the actor may see them. */
export async function sampled<T extends { row: Row }>(view: View, differing: readonly T[]): Promise<(T & { id: string; name: string })[]> {
  const some = differing.slice(-SAMPLES).reverse();
  const shown = await present(view, some.map((each) => each.row));
  return some.map((each, i) => ({ ...each, id: String(each.row.id), name: String(shown[i]?.name ?? shown[i]?.company ?? "") }));
}
