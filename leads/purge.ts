import { rm } from "node:fs/promises";
import { sql } from "kysely";
import type { Ctx } from "../core/ctx.ts";
import { afterCommit } from "../core/db/transaction.ts";
import { importFile } from "./capture/import/stored.ts";
import { mergedFrom } from "./cleanse/merge/merged_into.ts";

/**
 * Forgets what the rooms keep of leads that are deleted for good: visits of their browsers, merges with both records as they were,
 * the leads merged into them (answered, since they go too), conversions, collisions, likenesses, queries, stays, clocks, offers.
 * What arrived stays counted in the ledger, emptied. Of an import it came with, the file, its sample and its problem rows go.
 */
export async function purgeLeads(tx: Ctx, given: readonly string[]): Promise<string[]> {
  const merged = (await Promise.all(given.map((id) => mergedFrom(tx, id)))).flat();
  const ids = [...given, ...merged];
  const here = sql`any(${ids}::uuid[])`;
  await sql`delete from clew.site_event where lead_id = ${here} or visitor_id in (select id from clew.site_visitor where lead_id = ${here})`.execute(tx.db);
  await sql`delete from clew.site_visitor where lead_id = ${here}`.execute(tx.db);
  await sql`delete from clew.merge where survivor_id = ${here} or other_id = ${here}`.execute(tx.db);
  await sql`delete from clew.conversion where lead_id = ${here}`.execute(tx.db);
  await sql`delete from clew.collision_step where collision_id in (select id from clew.collision where record_id = ${here} or rival_id = ${here})`.execute(tx.db);
  await sql`delete from clew.collision where record_id = ${here} or rival_id = ${here}`.execute(tx.db);
  await sql`delete from clew.duplicate_pair where cluster_id in (select cluster_id from clew.duplicate_member where lead_id = ${here}) and (left_id = ${here} or right_id = ${here})`.execute(tx.db);
  await sql`delete from clew.duplicate_member where lead_id = ${here}`.execute(tx.db);
  await sql`delete from clew.duplicate_dismissed where left_id = ${here} or right_id = ${here}`.execute(tx.db);
  await sql`delete from clew.taken_query where record_id = ${here}`.execute(tx.db);
  await sql`delete from clew.match_block where record_id = ${here}`.execute(tx.db);
  for (const kept of ["hold", "clock", "extension", "route_offer", "score_due", "predict_queue"]) await sql`delete from ${sql.raw(`clew.${kept}`)} where lead_id = ${here}`.execute(tx.db);
  await forgetArrivals(tx, ids);
  return merged;
}

async function forgetArrivals(tx: Ctx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ import_id: string | null; row_number: number | null }>`
    update clew.arrival set payload = '{}', headers = '{}', idempotency_key = null, reasons = '[]', answer = '{}', verdicts = null, cause = null, record_id = null
    where record_id = any(${ids}::uuid[]) returning import_id, row_number`.execute(tx.db);
  const imports = [...new Set(rows.flatMap((row) => row.import_id ?? []))];
  if (imports.length === 0) return;
  await sql`
    delete from clew.import_problem p using unnest(${rows.map((row) => row.import_id)}::uuid[], ${rows.map((row) => row.row_number)}::int[]) as x(import_id, row_number)
    where p.import_id = x.import_id and p.row_number = x.row_number`.execute(tx.db);
  const { rows: finished } = await sql<{ id: string }>`
    update clew.import set sample = '[]' where id = any(${imports}::uuid[]) and status in ('done', 'failed', 'cancelled', 'undone') returning id`.execute(tx.db);
  afterCommit(tx, () => finished.forEach(({ id }) => void rm(importFile(tx.house, id), { force: true }).catch((error: unknown) => tx.house.log.warn({ error, import: id }, "the file of an import could not be deleted"))));
}
