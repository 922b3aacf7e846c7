import { sql } from "kysely";
import { z } from "zod";
import { ById } from "../../access/shapes.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { changeable } from "../saved.ts";

const Removed = z.object({ id: z.uuid(), removed: z.boolean() });

/** Takes a view away from everybody it was shared with; it can be brought back for 30 days. */
export const removeView = op({
  name: "view.remove",
  title: { zh: "删除视图", en: "Remove a view" },
  needs: "view:read",
  http: { method: "DELETE", path: "/views/:id" },
  input: ById,
  output: Removed,
  run: (ctx, { id }) =>
    transaction(ctx, async (tx) => {
      await changeable(tx, id);
      await sql`update clew.view set removed_at = ${tx.now} where id = ${id}`.execute(tx.db);
      await sql`delete from clew.view where removed_at < ${tx.now}::timestamptz - interval '30 days'`.execute(tx.db);
      return { id, removed: true };
    }),
});

/** Brings a removed view back as it was. */
export const restoreView = op({
  name: "view.restore",
  title: { zh: "恢复视图", en: "Bring a view back" },
  needs: "view:read",
  http: { method: "POST", path: "/views/:id/restore" },
  input: ById,
  output: Removed,
  run: (ctx, { id }) =>
    transaction(ctx, async (tx) => {
      await changeable(tx, id, true);
      await sql`update clew.view set removed_at = null where id = ${id}`.execute(tx.db);
      return { id, removed: false };
    }),
});
