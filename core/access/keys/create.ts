import { sql } from "kysely";
import { v7 } from "uuid";
import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { apiKeys, digestOf, newSecret } from "../api_keys.ts";
import { directory } from "../directory.ts";
import { narrowed } from "../grants.ts";
import { lockAdministration } from "../lock.ts";
import { Name } from "../shapes.ts";
import { grantsOf, requireCovered } from "../within_rights.ts";

/** Makes a key that acts as a role, within the smaller of its scope and the role's. The answer is the only time it is shown. */
export const createApiKey = op({
  name: "api_key.create",
  title: { zh: "新建 API 密钥", en: "Make an API key" },
  needs: "api_key:create",
  http: { method: "POST", path: "/api-keys", status: 201 },
  input: z.strictObject({
    name: Name, role: z.string().max(100), scope: z.enum(["own", "team", "all"]).default("all"), per_minute: z.number().int().min(1).max(1_000_000).nullable().optional(),
  }),
  output: z.object({ id: z.string(), key: z.string() }),
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      await lockAdministration(tx);
      requireCovered(tx, narrowed(await grantsOf(tx, input.role), input.scope));
      const { actor } = tx;
      const maker = actor.kind === "key" ? (await directory.fresh(tx)).keyMakers.get(actor.id) : actor.id;
      const id = v7();
      const key = newSecret();
      await sql`
        insert into clew.api_key (id, name, digest, prefix, role, scope, per_minute, created_by, created_at)
        values (${id}, ${input.name}, ${digestOf(key)}, ${key.slice(0, 10)}, ${input.role}, ${input.scope}, ${input.per_minute ?? null}, ${maker ?? null}, ${tx.now})
      `.execute(tx.db);
      await apiKeys.changed(tx);
      await audit(tx, "api_key", { id, name: input.name, after: { name: input.name, role: input.role, scope: input.scope, per_minute: input.per_minute ?? null } });
      await directory.changed(tx);
      return { id, key };
    }),
});
