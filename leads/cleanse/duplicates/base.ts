import { sql } from "kysely";
import type { Db } from "../../../core/ctx.ts";
import type { FieldDef, Row } from "../../../core/language/types.ts";
import { columnList, table } from "../../../core/records/columns.ts";
import { Frequencies } from "../compare/frequencies.ts";
import type { MatchPolicy } from "../policy.ts";
import { breathe } from "./breathe.ts";
import { countValues, deskFields } from "./desk.ts";

const SAMPLE = 20_000;
const CHUNK = 200;

/** How common values are among the leads, from at most about 20,000 of them. */
export async function measureBase(db: Db, policy: MatchPolicy, fields: ReadonlyMap<string, FieldDef>): Promise<Frequencies> {
  const { rows: counted } = await sql<{ size: number }>`select count(*) as size from ${table("lead")}`.execute(db);
  const frequencies = new Frequencies();
  frequencies.size = counted[0]?.size ?? 0;
  const share = (100 * SAMPLE) / Math.max(frequencies.size, 1);
  const part = share >= 100 ? sql`` : sql`tablesample system (${sql.lit(Number(share.toPrecision(3)))})`;
  const { rows } = await sql<Row>`select ${columnList(deskFields(policy, fields), "t.")} from ${table("lead")} t ${part} limit ${2 * SAMPLE}`.execute(db);
  for (let i = 0; i < rows.length; i += CHUNK) {
    countValues(policy, fields, rows.slice(i, i + CHUNK), frequencies);
    await breathe();
  }
  return frequencies;
}
