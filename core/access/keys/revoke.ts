import { sql } from "kysely";
import { audit } from "../../audit/audit.ts";
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
      const { rows } = await sql<{ name: string; was: string | null }>`
        update clew.api_key k set revoked_at = coalesce(k.revoked_at, ${tx.now}) from (select id, revoked_at as was from clew.api_key where id = ${id} for update) old
        where k.id = old.id returning k.name, old.was`.execute(tx.db);
      const [key] = rows;
      if (!key) throw NotFound();
      if (key.was === null) await audit(tx, "api_key", { id, name: key.name, before: { revoked_at: null }, after: { revoked_at: tx.now.toISOString() } });
      await apiKeys.changed(tx);
      await directory.changed(tx);
      return { id };
    }),
});
