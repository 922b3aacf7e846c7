import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";
import { onItsWay } from "./transaction.ts";

/**
 * For the rest of this transaction: statements are planned once, whatever their values, and look rows up by index. A kept plan made
 * while a table was small would go on reading all of it: 100 ms a batch at 40,000 leads.
 */
export function byIndex(tx: Ctx): Promise<void> {
  return onItsWay(tx, sql`
    select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
      set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`.execute(tx.db));
}
