import { sql } from "kysely";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { NotFound } from "../../refusal.ts";
import { apiKeys } from "../api_keys.ts";
import { directory } from "../directory.ts";
import { ById, Removed } from "../shapes.ts";

/** Revokes a key for good, at once and in every process. Revoking it again changes nothing. */
export const revokeApiKey = op({
  name: "api_key.revoke",
  title: { zh: "吊销 API 密钥", en: "Revoke an API key" },
  needs: "api_key:remove",
  http: { method: "DELETE", path: "/api-keys/:id" },
  input: ById,
  output: Removed,
  run: (ctx, { id }) =>
    transaction(ctx, async (tx) => {
      const { rows } = await sql`update clew.api_key set revoked_at = coalesce(revoked_at, ${tx.now}) where id = ${id} returning 1`.execute(tx.db);
      if (rows.length === 0) throw NotFound();
      await apiKeys.changed(tx);
      await directory.changed(tx);
      return { id };
    }),
});
