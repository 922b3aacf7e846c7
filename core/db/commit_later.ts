import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";
import { onItsWay } from "./transaction.ts";

/**
 * This transaction is over without waiting for the disk. For work nobody was promised yet and that goes on from where the database says it
 * stands: a crash may take the last half second back, whole transactions at a time. Any later commit that does wait takes this one along.
 */
export function commitLater(tx: Ctx): Promise<void> {
  return onItsWay(tx, sql`set local synchronous_commit to off`.execute(tx.db));
}
