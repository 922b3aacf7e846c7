import { sql } from "kysely";
import type { House } from "../../core/ctx.ts";

/** Creates the sample company in an organisation that has no people yet. */
export async function ensureSample(house: House, say: (line: string) => void): Promise<void> {
  const { rows } = await sql`select 1 from clew.person limit 1`.execute(house.db);
  if (rows.length > 0) return;
  say("sample company: not there yet");
}
