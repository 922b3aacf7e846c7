import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { DEFAULT_POOL } from "../campaign.object.ts";
import { createRows } from "../../core/records/write.ts";

/** Creates the first pool in an organisation that has none. */
export async function shipPool(tx: Ctx): Promise<void> {
  const { rows } = await sql`select 1 from crm.pool limit 1`.execute(tx.db);
  if (rows.length > 0) return;
  await createRows(tx, "pool", [{ id: DEFAULT_POOL, name: "公海", everyone: true, hidden_fields: ["phone", "email", "wechat"] }]);
}
