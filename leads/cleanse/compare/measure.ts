import { sql } from "kysely";
import type { Db } from "../../../core/ctx.ts";
import type { FieldDef, Row } from "../../../core/language/types.ts";
import { columnList, table } from "../../../core/records/columns.ts";
import type { MatchPolicy } from "../policy.ts";
import { breathe } from "./breathe.ts";
import { Frequencies } from "./frequencies.ts";
import { comparesOf } from "./fuzzy.ts";

const SAMPLE = 20_000;
const SLICE = 50;

/** How common the compared values are among the leads, from about 20,000 of them at most. */
export async function measureBase(db: Db, policy: MatchPolicy, fields: ReadonlyMap<string, FieldDef>): Promise<Frequencies> {
  const compares = new Map(policy.rules.flatMap((rule) => comparesOf(rule, fields)).map((each) => [`${each.field.key} ${each.kind}`, each]));
  const { rows: counted } = await sql<{ size: number }>`select count(*) as size from ${table("lead")}`.execute(db);
  const frequencies = new Frequencies();
  frequencies.size = counted[0]?.size ?? 0;
  const columns = [...new Map([...compares.values()].map(({ field }) => [field.key, field])).values()];
  if (columns.length === 0) return frequencies;
  const share = (100 * SAMPLE) / Math.max(frequencies.size, 1);
  const part = share >= 100 ? sql`` : sql`tablesample system (${sql.lit(Number(share.toPrecision(3)))})`;
  const { rows } = await sql<Row>`select ${columnList(columns, "t.")} from ${table("lead")} t ${part} limit ${2 * SAMPLE}`.execute(db);
  for (const [i, row] of rows.entries()) {
    for (const { field, comparer } of compares.values()) {
      const value = row[field.key] ?? null;
      const prepared = value === null ? null : comparer.prepare(value);
      if (prepared !== null) frequencies.count(field.key, comparer.pieces(prepared));
    }
    if (i % SLICE === SLICE - 1) await breathe();
  }
  return frequencies;
}
