import { type RawBuilder, sql } from "kysely";
import { bucketRange } from "../language/bucket.ts";
import { and, parseFilter } from "../language/filter/parse.ts";
import type { FieldDef, Filter, Value } from "../language/types.ts";
import type { Ctx } from "../ctx.ts";
import { invalidField } from "../refusal.ts";
import { table } from "./columns.ts";
import { type View, viewOf } from "./viewer.ts";
import { whereOf } from "./where.ts";

export const BUCKETS = ["day", "week", "month", "quarter", "year"] as const;
export type Bucket = (typeof BUCKETS)[number];
export const MEASURES = ["count", "sum", "avg", "min", "max", "count_distinct", "median"] as const;

export interface GroupBy {
  field: string;
  bucket?: Bucket;
}
export interface Measure {
  op: (typeof MEASURES)[number];
  field?: string;
}
export interface AggregateRow {
  groups: Value[];
  measures: (number | string | null)[];
  /** The records behind this row, as a filter. */
  filter: Filter;
}

/** Groups and counts the records the actor may see; at most 2,000 rows, largest first measure first. */
export async function aggregate(ctx: Ctx, object: string, question: { filter?: unknown; group_by?: readonly GroupBy[]; measures: readonly Measure[] }): Promise<AggregateRow[]> {
  const view = await viewOf(ctx, object);
  const filter = question.filter === undefined ? undefined : parseFilter(question.filter, object, view.schema, { timeZone: view.env.timeZone });
  const groups = (question.group_by ?? []).map((g, i) => ({ ...g, def: groupField(view, g, i) }));
  const measures = question.measures.map((m, i) => measureSql(view, m, i));
  const touched = [...groups.map((g) => g.field), ...question.measures.flatMap((m) => m.field ?? [])];
  const where = await whereOf(view, filter, undefined, touched);
  const columns = groups.map((g, i) => sql`${groupSql(view, g.def, g.bucket)} as ${sql.ref(`g${i}`)}`);
  const values = measures.map((m, i) => sql`${m} as ${sql.ref(`m${i}`)}`);
  const by = groups.length > 0 ? sql`group by ${sql.join(groups.map((_, i) => sql.raw(String(i + 1))))}` : sql``;
  const { rows } = await sql<Record<string, Value>>`
    select ${sql.join([...columns, ...values])} from ${table(object)} t where ${where} ${by} order by ${sql.raw(String(groups.length + 1))} desc nulls last limit 2000`.execute(ctx.db);
  return rows.map((row) => {
    const keys = groups.map((_, i) => row[`g${i}`] ?? null);
    const conditions = groups.map((g, i) => groupFilter(g.def, g.bucket, keys[i] ?? null, view.env.timeZone));
    return { groups: keys, measures: measures.map((_, i) => row[`m${i}`] as number | string | null), filter: and(filter, ...conditions) ?? { all: [] } };
  });
}

function groupField(view: View, group: GroupBy, i: number): FieldDef {
  const field = view.schema.field(view.object.key, group.field);
  if (!field || ["json", "file", "long_text"].includes(field.type)) throw invalidField(`group_by[${i}].field`, { zh: `不能按「${group.field}」分组`, en: `Cannot group by “${group.field}”` });
  if (group.bucket && field.type !== "date" && field.type !== "datetime") throw invalidField(`group_by[${i}].bucket`, { zh: "只有日期和时间可以按周期分组", en: "Only dates and times have buckets" });
  return field;
}

function groupSql(view: View, field: FieldDef, bucket: Bucket | undefined): RawBuilder<unknown> {
  const column = sql`t.${sql.ref(field.key)}`;
  if (!bucket) return column;
  const unit = sql.lit(bucket);
  return field.type === "date"
    ? sql`date_trunc(${unit}, ${column}::timestamp)::date`
    : sql`date_trunc(${unit}, ${column} at time zone ${sql.lit(view.env.timeZone)})::date`;
}

function groupFilter(field: FieldDef, bucket: Bucket | undefined, key: Value, timeZone: string): Filter {
  if (key === null) return { field: field.key, op: "empty" };
  if (!bucket) return { field: field.key, op: "is", value: key };
  const { from, to } = bucketRange(String(key), bucket, timeZone);
  if (field.type === "date") return { all: [{ field: field.key, op: "gte", value: from.date }, { field: field.key, op: "lt", value: to.date }] };
  return { all: [{ field: field.key, op: "gte", value: from.instant }, { field: field.key, op: "lt", value: to.instant }] };
}

function measureSql(view: View, measure: Measure, i: number): RawBuilder<unknown> {
  if (measure.op === "count" && !measure.field) return sql`count(*)`;
  const field = measure.field ? view.schema.field(view.object.key, measure.field) : undefined;
  const bad = () => invalidField(`measures[${i}].field`, { zh: "请选择可以计算的字段", en: "Choose a field this can be computed on" });
  if (!field) throw bad();
  const column = sql`t.${sql.ref(field.key)}`;
  const numeric = ["number", "money", "percent"].includes(field.type);
  if (measure.op === "count") return sql`count(${column})`;
  if (measure.op === "count_distinct") return sql`count(distinct ${column})`;
  if (measure.op === "min" || measure.op === "max") {
    if (!numeric && field.type !== "date" && field.type !== "datetime") throw bad();
    return measure.op === "min" ? sql`min(${column})` : sql`max(${column})`;
  }
  if (!numeric) throw bad();
  if (measure.op === "median") return sql`percentile_cont(0.5) within group (order by ${column})`;
  return measure.op === "sum" ? sql`sum(${column})` : sql`avg(${column})`;
}
