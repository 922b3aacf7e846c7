import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { localDate } from "../../core/language/zone.ts";

/** What one person holds and has been given today; the row behind every quota. */
export interface Load {
  person_id: string;
  held: number;
  day: string | null;
  claimed: number;
  assigned: number;
  last_claim_at: string | null;
}

/**
 * Locks the counters of these people until the transaction ends, in id order. Whoever changes an owner holds them first, so
 * that a limit is exact whatever the path and however many arrive at once. Counters of an earlier day start again.
 */
export async function lockLoads(tx: Ctx, people: readonly string[]): Promise<Map<string, Load>> {
  const ids = [...new Set(people)].sort();
  if (ids.length === 0) return new Map();
  await sql`insert into clew.load (person_id) select unnest(${ids}::uuid[]) on conflict do nothing`.execute(tx.db);
  const { rows } = await sql<Load>`select person_id, held, day, claimed, assigned, last_claim_at from clew.load where person_id = any(${ids}::uuid[]) order by person_id for update`.execute(tx.db);
  const today = localDate(tx.now.getTime(), tx.house.settings.timeZone);
  return new Map(rows.map((row) => [row.person_id, row.day === today ? row : { ...row, day: today, claimed: 0, assigned: 0 }]));
}

/** Stores counters that were locked before. */
export async function saveLoads(tx: Ctx, loads: Iterable<Load>): Promise<void> {
  await sql`
    update clew.load l set held = x.held, day = x.day, claimed = x.claimed, assigned = x.assigned, last_claim_at = x.last_claim_at
    from ${rowsOf([...loads], { person_id: "uuid", held: "int", day: "date", claimed: "int", assigned: "int", last_claim_at: "timestamptz" })}
    where l.person_id = x.person_id`.execute(tx.db);
}
