import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";

/** Everybody's clocks are computed again: a new policy is in force. Each person's turn comes with the next sweeps. */
export async function reviewEverybody(tx: Ctx): Promise<void> {
  await sql`insert into clew.clock_review (owner_id) select id from clew.person order by id on conflict (owner_id) do update set after = excluded.after`.execute(tx.db);
}
