import { sql } from "kysely";
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

/** Measures all populations of a report in one statement. */
export async function measure(db: Db, populations: readonly Population[]): Promise<Answers> {
  const parts = populations.map((p) => sql`
    (select ${p.name}::text as part, ${p.key ? sql`(${p.key})::text` : sql`null::text`} as key, array[${sql.join(p.columns.map((c) => sql`(${c.value})::float8`))}] as numbers
     from ${p.from} where ${p.where} ${p.key ? sql`group by 2 order by 3 desc limit ${sql.lit(MOST_GROUPS)}` : sql``})`);
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

/** Part of a whole as a number between 0 and 1 that clicks down to the part; null of nothing. */
export function ratio(part: ReportNumber, whole: ReportNumber): ReportNumber {
  return { ...part, value: whole.value ? (part.value ?? 0) / whole.value : null };
}
