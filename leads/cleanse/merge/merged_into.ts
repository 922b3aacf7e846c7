import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";

/** The lead that each of these ids stands for now: where it was merged into, through merges of merges. Ids never merged are absent. */
export async function mergedInto(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; into: string }>`
    with recursive way(id, target, depth) as (
      select other_id, survivor_id, 1 from clew.merge where other_id = any(${ids}::uuid[]) and undone_at is null
      union all select w.id, m.survivor_id, w.depth + 1 from way w join clew.merge m on m.other_id = w.target and m.undone_at is null where w.depth < 100)
    select distinct on (id) id, target as into from way order by id, depth desc`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.into]));
}
