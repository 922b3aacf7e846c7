import { type RawBuilder, sql } from "kysely";
import { bucketRange } from "../core/language/bucket.ts";
import { filterFields, parseFilter } from "../core/language/filter/parse.ts";
import type { Filter, Value } from "../core/language/types.ts";
import type { Bucket } from "../core/records/aggregate.ts";
import { table } from "../core/records/columns.ts";
import type { View } from "../core/records/viewer.ts";
import { filterSql, whereOf } from "../core/records/where.ts";
import { narrowMarketing, type Question } from "./question.ts";
import type { ReportNumber } from "./shapes.ts";

type Sql = RawBuilder<unknown>;
type Click = Omit<ReportNumber, "value">;

/** Rows that a report counts in groups, and the way from each count to exactly its rows. */
export interface Population {
  name: string;
  from: Sql;
  where: Sql;
  /** Text; null for one group of everything. */
  key: Sql | null;
  columns: { key: string; value: Sql; when: Sql; counts: boolean }[];
  click(column: string, key: string | null): Click;
  /** Populations of one pass differ in their keys only, and are measured in one reading of the table. */
  pass?: string | undefined;
  /** The counted row itself, where a filter cannot name it. */
  row?: { id: Sql; lead: Sql; at: Sql };
}

export type Measured = "count" | { sum: string } | { median: Sql } | { p90: Sql };

const aggregateSql = (measured: Measured, when: Sql): Sql => {
  if (measured === "count") return sql`count(*) filter (where ${when})`;
  if ("sum" in measured) return sql`sum(t.${sql.ref(measured.sum)}) filter (where ${when})`;
  if ("median" in measured) return sql`percentile_cont(0.5) within group (order by ${measured.median}) filter (where ${when})`;
  return sql`percentile_cont(0.9) within group (order by ${measured.p90}) filter (where ${when})`;
};

export interface FilterSpec {
  name: string;
  pass?: string;
  /** What all its columns have in common. */
  base: readonly Filter[];
  by?: { field: string; bucket?: Bucket; key?: Sql };
  columns: readonly { key: string; filter?: Filter; measured?: Measured }[];
  /** The same records as `base`, where SQL can say it cheaper than the filter. */
  where?: Sql;
}

/**
 * A population whose numbers are filters: what is counted and what a click opens is the same filter, so the two cannot differ.
 * Refuses `invalid_input` when the viewer may not ask about one of the fields.
 */
export async function filtered(q: Question, view: View, spec: FilterSpec): Promise<Population> {
  const object = view.object.key;
  const read = (filter: Filter) => parseFilter(filter, object, view.schema, { timeZone: q.timeZone });
  const base = read({ all: [...spec.base] });
  if (spec.by) read({ field: spec.by.field, op: "not_empty" });
  const common = [...filterFields(base), ...(spec.by ? [spec.by.field] : [])];
  const scope = JSON.stringify(await view.scope(common));
  const where = spec.where ? sql`${await whereOf(view, undefined, undefined, common)} and ${spec.where}` : await whereOf(view, base, undefined, common);
  const columns = await Promise.all(spec.columns.map(async (column) => {
    const filter = column.filter ? read(column.filter) : undefined;
    const touched = filter ? [...common, ...filterFields(filter)] : common;
    // Some leads of a pool are open only to questions that leave its hidden fields alone; a click on this number is such a question.
    const same = JSON.stringify(await view.scope(touched)) === scope;
    const when = same ? (filter ? await filterSql(view, filter) : sql`true`) : await whereOf(view, filter, undefined, touched);
    const measured = column.measured ?? "count";
    return { key: column.key, value: aggregateSql(measured, when), when, counts: measured === "count" };
  }));
  const filters = new Map(spec.columns.map((column) => [column.key, column.filter]));
  return {
    name: spec.name, pass: spec.pass && `${spec.pass} ${scope}`, from: sql`${table(object)} t`, where, columns, key: spec.by ? keySql(spec.by, q.timeZone) : null,
    click(column, key) {
      const own = filters.get(column);
      const group = spec.by ? [groupFilter(spec.by, key, q.timeZone)] : [];
      return { filter: { object, filter: { all: [...spec.base, ...group, ...(own ? [own] : [])] } } };
    },
  };
}

function keySql(by: { field: string; bucket?: Bucket; key?: Sql }, timeZone: string): Sql {
  if (by.key) return by.key;
  const column = sql`t.${sql.ref(by.field)}`;
  return by.bucket ? dayKey(column, by.bucket, timeZone) : column;
}

/** "2026-03-02": the first day of the bucket an instant lies in. */
export function dayKey(instant: Sql, bucket: Bucket, timeZone: string): Sql {
  return sql`date_trunc(${sql.lit(bucket)}, ${instant} at time zone ${sql.lit(timeZone)})::date`;
}

/** The condition of one group. */
export function groupFilter(by: { field: string; bucket?: Bucket | undefined }, key: Value, timeZone: string): Filter {
  if (key === null) return { field: by.field, op: "empty" };
  if (!by.bucket) return { field: by.field, op: "is", value: key };
  const { from, to } = bucketRange(String(key), by.bucket, timeZone);
  return { all: [{ field: by.field, op: "gte", value: from.instant }, { field: by.field, op: "lt", value: to.instant }] };
}

export interface ListedSpec {
  name: string;
  pass?: string;
  from: Sql;
  where: Sql;
  key: Sql | null;
  columns: readonly { key: string; when?: Sql; measured?: Measured }[];
  row: { id: Sql; lead: Sql; at: Sql };
}

/** A population no filter can name, such as durations: a click asks `insight.drill` for its rows. */
export function listed(q: Question, spec: ListedSpec): Population {
  return {
    ...spec,
    columns: spec.columns.map(({ key, when = sql`true`, measured = "count" }) => ({ key, when, value: aggregateSql(measured, when), counts: measured === "count" })),
    click: (column, key) => ({ ids_query: { ...q.input, from: q.period.from, to: q.period.to, bucket: q.bucket, report: q.report, cell: [spec.name, column, ...(key === null ? [] : [key])].join(":") } }),
  };
}

/** Leads found by a filter but grouped by what a filter cannot say; `fields` are those the grouping reads. */
export async function listedLeads(q: Question, spec: { name: string; base: readonly Filter[]; fields: readonly string[]; key: Sql | null; columns: ListedSpec["columns"] }): Promise<Population> {
  const read = (filter: Filter) => parseFilter(filter, "lead", q.leads.schema, { timeZone: q.timeZone });
  for (const field of spec.fields) read({ field, op: "not_empty" });
  const where = await whereOf(q.leads, read({ all: [...spec.base] }), undefined, spec.fields);
  return listed(q, { ...spec, from: sql`crm.lead t`, where, row: { id: sql`t.id`, lead: sql`t.id`, at: sql`t.created_at` } });
}

/**
 * Rows of a log about leads (stays, clocks, arrivals). A row counts when it is about a person whose leads the viewer may see: what
 * somebody did stays theirs, whoever holds the lead now. With `byLead` it also counts when the viewer may see the lead itself.
 */
export async function logged(q: Question, spec: Omit<ListedSpec, "where"> & { where: Sql; person: Sql; byLead?: boolean; fields?: readonly string[] }): Promise<Population> {
  const marketing = narrowMarketing(q.input, "");
  const fields = [...filterFields({ all: marketing }), ...(spec.fields ?? [])];
  const parts = [spec.where];
  for (const field of fields) parseFilter({ field, op: "not_empty" }, "lead", q.leads.schema);
  if (marketing.length > 0) parts.push(await filterSql(q.leads, parseFilter({ all: marketing }, "lead", q.leads.schema)));
  if (q.team) parts.push(sql`${spec.person} = any(${q.team}::uuid[])`);
  if (q.scope) {
    const theirs = sql`${spec.person} = any(${q.scope}::uuid[])`;
    parts.push(spec.byLead ? sql`(${theirs} or ${await whereOf(q.leads, undefined, undefined, fields)})` : theirs);
  }
  return listed(q, { ...spec, where: sql.join(parts, sql` and `) });
}
