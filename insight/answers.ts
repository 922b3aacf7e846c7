import { type RawBuilder, sql } from "kysely";
import type { Db } from "../core/ctx.ts";
import type { Population } from "./population.ts";
import type { ReportNumber } from "./shapes.ts";

/** Groups of one population that are kept, largest first. */
const MOST_GROUPS = 2_000;

/** The numbers of a report, by population, group and column. */
export interface Answers {
  /** The groups found, largest first. */
  keys(population: Population): (string | null)[];
  /** A number with the way to its records; a count of nothing is 0, a median of nothing null. */
  number(population: Population, column: string, key?: string | null): ReportNumber;
}

/** Measures all populations of a report in one statement, those of one pass in one reading of their table. */
export async function measure(db: Db, populations: readonly Population[]): Promise<Answers> {
  const passes = Map.groupBy(populations, (p) => p.pass ?? p.name);
  const parts = [...passes.values()].map(passSql);
  const { rows } = await sql<{ part: string; key: string | null; numbers: (number | null)[] }>`${sql.join(parts, sql` union all `)}`.execute(db);
  const found = new Map(populations.map((p) => [p.name, new Map<string | null, (number | null)[]>()]));
  for (const row of rows) found.get(row.part)?.set(row.key, row.numbers);
  return {
    keys: (population) => [...(found.get(population.name)?.keys() ?? [])],
    number(population, column, key = null) {
      const i = population.columns.findIndex((c) => c.key === column);
      const value = found.get(population.name)?.get(key)?.[i] ?? (population.columns[i]?.counts ? 0 : null);
      return { value, ...population.click(column, key) };
    },
  };
}

/** Every population as a grouping set of its own; the keys are computed once a row, beside it. */
function passSql(of: readonly Population[]): RawBuilder<unknown> {
  const { from, where, columns } = of[0] as Population;
  const keys = of.map((p) => p.key && sql`(${p.key})::text`);
  const named = keys.flatMap((key, i) => (key ? [{ key, name: sql.ref(`k.k${i}`), own: sql.ref(`k${i}`), part: of[i]!.name }] : []));
  const rest = of.find((p) => p.key === null)?.name ?? "";
  const numbers = sql`array[${sql.join(columns.map((c) => sql`(${c.value})::float8`))}]`;
  if (named.length === 0) return sql`(select ${rest}::text as part, null::text as key, ${numbers} as numbers from ${from} where ${where})`;
  return sql`
    (select case ${sql.join(named.map((n) => sql`when grouping(${n.name}) = 0 then ${n.part}::text`), sql` `)} else ${rest}::text end as part,
      coalesce(${sql.join([...named.map((n) => n.name), sql`null`])}) as key, ${numbers} as numbers
     from ${from} cross join lateral (select ${sql.join(named.map((n) => sql`${n.key} as ${n.own}`))}) k where ${where}
     group by grouping sets (${sql.join(of.map((_, i) => (keys[i] ? sql`(${sql.ref(`k.k${i}`)})` : sql`()`)))})
     order by 3 desc limit ${sql.lit(MOST_GROUPS * of.length)})`;
}

/** Part of a whole as a number between 0 and 1 that clicks down to the part; null of nothing. */
export function ratio(part: ReportNumber, whole: ReportNumber): ReportNumber {
  return { ...part, value: whole.value ? (part.value ?? 0) / whole.value : null };
}
