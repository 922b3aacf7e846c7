import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";

/** Any number: names the turn in which people, teams and roles are changed. */
const TURN = 7_236_410;

/** Takes turns, until the transaction ends, with everybody else who changes people, teams or roles: such checks span rows. */
export async function lockAdministration(tx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TURN})`.execute(tx.db);
}
