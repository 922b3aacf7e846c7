import { sql } from "kysely";
import type { Directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { counterOf } from "./loads.ts";

/** Open leads by owner and letter of the grade, of people with a cap for single grades. */
export type GradeLoads = Map<string, number>;

const letterOf = (row: Row | null): string => (typeof row?.grade === "string" ? row.grade.slice(0, 1) : "");
const keyOf = (row: Row): string => `${row.owner_id as string} ${letterOf(row)}`;

/** Counted from the leads themselves: exact for whoever holds the people's counters locked. Asks nothing where nobody has such a cap. */
export async function gradeLoads(tx: Ctx, people: Directory, gainers: readonly string[]): Promise<GradeLoads> {
  const capped = [...new Set(gainers)].filter((id) => Object.keys(people.people.get(id)?.capGrades ?? {}).length > 0);
  if (capped.length === 0) return new Map();
  const { rows } = await sql<{ owner_id: string; letter: string; n: number }>`
    select owner_id, coalesce(left(grade, 1), '') as letter, count(*)::int as n from crm.lead
    where owner_id = any(${capped}::uuid[]) and stage not in ('converted', 'disqualified') group by 1, 2`.execute(tx.db);
  return new Map(rows.map((row) => [`${row.owner_id} ${row.letter}`, row.n]));
}

/** The cap for its grade that an owner's newly gained open lead would break; null: none. */
export function overGrade(people: Directory, loads: GradeLoads, row: Row): { grade: string; held: number; limit: number } | null {
  const grade = letterOf(row);
  const limit = (people.people.get(row.owner_id as string)?.capGrades as Record<string, number> | undefined)?.[grade];
  const held = loads.get(keyOf(row)) ?? 0;
  return counterOf(row) === "held" && limit !== undefined && held >= limit ? { grade, held, limit } : null;
}

/** Counts a lead that somebody gains or, with `by` −1, gives away within the batch. */
export function countGrade(loads: GradeLoads, row: Row | null, by: 1 | -1): void {
  if (row && counterOf(row) === "held") loads.set(keyOf(row), (loads.get(keyOf(row)) ?? 0) + by);
}
