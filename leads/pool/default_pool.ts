import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { createRows } from "../../core/records/write.ts";

/** The pool every organisation starts with; where leads go that no rule sends elsewhere. */
export const DEFAULT_POOL = "00000000-0000-7000-8000-000000000001";

/** Creates the first pool in an organisation that has none. */
export async function shipPool(tx: Ctx): Promise<void> {
  const { rows } = await sql`select 1 from crm.pool limit 1`.execute(tx.db);
  if (rows.length > 0) return;
  await createRows(tx, "pool", [{ id: DEFAULT_POOL, name: "公海", everyone: true, hidden_fields: ["phone", "email", "wechat"] }]);
}
