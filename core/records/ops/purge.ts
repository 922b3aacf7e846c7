import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { catalog } from "../../objects/catalog.ts";
import { op } from "../../op.ts";
import { purge } from "../purge.ts";
import { Id, ObjectKey } from "./shapes.ts";

/**
 * Deletes somebody's personal information for good, as the law lets them ask (PIPL art. 47): the record with all that tells of it. It
 * cannot be undone; backups made before still hold it. The audit trail keeps who did it, when and why, and how many records went.
 */
export const purgeRecord = op({
  name: "record.purge",
  title: { zh: "彻底删除", en: "Delete for good" },
  needs: (input) => `${input.object}:purge`,
  http: { method: "POST", path: "/records/:object/:id/purge" },
  input: z.strictObject({ object: ObjectKey, id: Id, reason: z.string().trim().min(1).max(500) }),
  output: z.object({ id: Id, purged: z.record(z.string(), z.number()) }),
  run: (ctx, { object, id, reason }) =>
    transaction(ctx, async (tx) => {
      const { records } = await purge(tx, object, id);
      const { label } = (await catalog.get(tx.house)).object(object);
      await audit(tx, "purge", { id, name: label.zh, after: { note: reason, object, ...Object.fromEntries(Object.entries(records).map(([key, n]) => [`n_${key}`, n])) } });
      return { id, purged: records };
    }),
});
