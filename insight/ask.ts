import type { Ctx } from "../core/ctx.ts";
import { and, parseFilter } from "../core/language/filter/parse.ts";
import type { FieldDef, Filter, Value } from "../core/language/types.ts";
import { aggregate, type AggregateRow, type Bucket, type GroupBy, type Measure } from "../core/records/aggregate.ts";
import { type View, viewOf } from "../core/records/viewer.ts";
import { invalidField, type Text } from "../core/refusal.ts";
import { groupTitles } from "./group_titles.ts";
import { bucketsOf, type Period, periodOf, previousPeriod } from "./period.ts";
import { during } from "./question.ts";
import { groupFilter } from "./population.ts";

export interface AskInput {
  object: string;
  filter?: unknown;
  group_by: GroupBy[];
  measures: Measure[];
  /** A period on a date or time field; with a bucket, a series over it, which becomes the first group. */
  time?: { field: string; from?: string | undefined; to?: string | undefined; bucket?: Bucket | undefined } | undefined;
  compare?: boolean | undefined;
}

type Numbers = AggregateRow["measures"];
export interface AskColumn {
  key: string;
  kind: "group" | "measure";
  title: Text;
  field: string | null;
}
export interface AskRow {
  groups: Value[];
  titles: Text[];
  measures: Numbers;
  filter: Filter;
  previous: { measures: Numbers; filter: Filter } | null;
}

const OPS: Record<Measure["op"], Text> = {
  count: { zh: "数量", en: "Count" }, sum: { zh: "合计", en: "Sum" }, avg: { zh: "平均", en: "Average" }, min: { zh: "最小", en: "Minimum" },
  max: { zh: "最大", en: "Maximum" }, count_distinct: { zh: "不同值", en: "Distinct values" }, median: { zh: "中位数", en: "Median" },
};

/**
 * Any question about any object: groups and measures within the actor's rights, as a series without gaps where time is asked for,
 * beside the equal period before where that is asked for. Every row carries the filter that opens its records.
 */
export async function ask(ctx: Ctx, input: AskInput): Promise<{ columns: AskColumn[]; rows: AskRow[]; period: { from: string; to: string } | null; previous_period: { from: string; to: string } | null }> {
  const view = await viewOf(ctx, input.object);
  const { timeZone } = view.env;
  if (input.compare && !input.time) throw invalidField("time", { zh: "对比上期需要时间范围", en: "To compare, say which period" });
  if (input.time) timeField(view, input.time.field);
  const period = input.time ? periodOf(input.time, ctx.now, timeZone) : null;
  const earlier = period && input.compare ? previousPeriod(period, timeZone) : null;
  const bucket = input.time?.bucket;
  const groups: GroupBy[] = [...(input.time && bucket ? [{ field: input.time.field, bucket }] : []), ...input.group_by];
  const asked = input.filter === undefined ? undefined : parseFilter(input.filter, input.object, view.schema, { timeZone });
  const within = (p: Period | null) => and(asked, p && input.time ? during(p, input.time.field) : undefined);
  const run = (p: Period | null) => aggregate(ctx, input.object, { filter: within(p), group_by: groups, measures: input.measures });
  const [rows, before] = await Promise.all([run(period), earlier ? run(earlier) : []]);

  const series = period && bucket ? bucketsOf(period, bucket, timeZone) : null;
  const seriesBefore = earlier && bucket ? bucketsOf(earlier, bucket, timeZone) : null;
  // The third week of one period stands beside the third week of the other.
  const moved = (keys: Value[]) => (series && seriesBefore ? [series[seriesBefore.indexOf(String(keys[0]))] ?? null, ...keys.slice(1)] : keys);
  const id = (keys: Value[]) => JSON.stringify(keys);
  const old = new Map(before.map((row) => [id(moved(row.groups)), row]));
  const found = new Map(rows.map((row) => [id(row.groups), row]));
  const keys = new Map<string, Value[]>();
  if (series && groups.length === 1) for (const key of series) keys.set(id([key]), [key]);
  for (const row of rows) keys.set(id(row.groups), row.groups);
  for (const row of before) if (!series || moved(row.groups)[0] !== null) keys.set(id(moved(row.groups)), moved(row.groups));

  const nothing: Numbers = input.measures.map((m) => (m.op.startsWith("count") ? 0 : null));
  const filterOf = (p: Period | null, of: Value[]): Filter => and(within(p), ...groups.map((g, i) => groupFilter(g, of[i] ?? null, timeZone))) ?? { all: [] };
  const back = (of: Value[]) => (series && seriesBefore ? [seriesBefore[series.indexOf(String(of[0]))] ?? null, ...of.slice(1)] : of);
  const titles = await groupTitles(ctx, groups.map((g) => view.schema.field(input.object, g.field)), [...keys.values()]);
  return {
    columns: columnsOf(view, groups, input.measures),
    rows: [...keys].map(([key, of]) => {
      const row = found.get(key);
      const past = old.get(key);
      return {
        groups: of, titles: of.map((value, i) => titles(i, value)), measures: row?.measures ?? nothing, filter: row?.filter ?? filterOf(period, of),
        previous: earlier && !(series && back(of)[0] === null) ? { measures: past?.measures ?? nothing, filter: past?.filter ?? filterOf(earlier, back(of)) } : null,
      };
    }),
    period: period && { from: period.from, to: period.to }, previous_period: earlier && { from: earlier.from, to: earlier.to },
  };
}

function timeField(view: View, key: string): FieldDef {
  const field = view.schema.field(view.object.key, key);
  if (field?.type !== "date" && field?.type !== "datetime") throw invalidField("time.field", { zh: "请选择日期或时间字段", en: "Choose a field with a date or time" });
  return field;
}

function columnsOf(view: View, groups: readonly GroupBy[], measures: readonly Measure[]): AskColumn[] {
  const label = (key: string): Text => view.schema.field(view.object.key, key)?.label ?? { zh: key, en: key };
  return [
    ...groups.map((g, i): AskColumn => ({ key: `g${i}`, kind: "group", title: label(g.field), field: g.field })),
    ...measures.map((m, i): AskColumn => {
      const of = m.field ? label(m.field) : null;
      return { key: `m${i}`, kind: "measure", title: of ? { zh: `${of.zh}（${OPS[m.op].zh}）`, en: `${OPS[m.op].en} of ${of.en}` } : OPS[m.op], field: m.field ?? null };
    }),
  ];
}
