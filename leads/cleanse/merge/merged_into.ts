import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";

/** The lead that each of these ids stands for now: where it was merged into, through merges of merges. Ids never merged are absent. */
export async function mergedInto(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; into: string }>`
    with recursive way(id, target, depth) as (
      select other_id, survivor_id, 1 from clew.merge where other_id = any(${ids}::uuid[]) and undone_at is null
      union all select w.id, m.survivor_id, w.depth + 1 from way w join clew.merge m on m.other_id = w.target and m.undone_at is null where w.depth < 100)
    select distinct on (id) id, target as into from way order by id, depth desc`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.into]));
}

/** Keeps with every merge on its way that a new record was made for the lead it names: un-merging gives it to that lead. */
export async function keepNamed(tx: Ctx, links: readonly { object: string; field: string; id: string; named: string }[]): Promise<void> {
  await sql`
    with recursive named as (select * from ${rowsOf(links, { object: "text", field: "text", id: "uuid", named: "uuid" })}),
    way(named, merge_id, target, depth) as (
      select distinct n.named, m.id, m.survivor_id, 1 from named n join clew.merge m on m.other_id = n.named and m.undone_at is null
      union all select w.named, m.id, m.survivor_id, w.depth + 1 from way w join clew.merge m on m.other_id = w.target and m.undone_at is null where w.depth < 100)
    update clew.merge m set moved = m.moved || a.added
    from (select w.merge_id, jsonb_agg(jsonb_build_object('object', n.object, 'field', n.field, 'ids', jsonb_build_array(n.id))) as added from way w join named n on n.named = w.named group by w.merge_id) a
    where m.id = a.merge_id`.execute(tx.db);
}

/** The leads that live on in this one, through merges of merges. */
export async function mergedFrom(ctx: Ctx, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive part(id, depth) as (
      select other_id, 1 from clew.merge where survivor_id = ${id} and undone_at is null
      union all select m.other_id, p.depth + 1 from part p join clew.merge m on m.survivor_id = p.id and m.undone_at is null where p.depth < 100)
    select distinct id from part`.execute(ctx.db);
  return rows.map((row) => row.id);
}
