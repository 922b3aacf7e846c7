import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../op.ts";
import { afterId, cutPage, pageInput, pageOf } from "../page.ts";

const ApiKeyShown = z.object({
  id: z.string(), name: z.string(), prefix: z.string(), role: z.string(), scope: z.enum(["own", "team", "all"]), per_minute: z.number().nullable(),
  created_by: z.string().nullable(), created_at: z.string(), last_used_at: z.string().nullable(), revoked_at: z.string().nullable(),
});

/** API keys, revoked ones included; never the key itself, only how it begins. */
export const listApiKeys = op({
  name: "api_key.list",
  title: { zh: "API 密钥列表", en: "List API keys" },
  needs: "api_key:read",
  http: { method: "GET", path: "/api-keys" },
  input: z.strictObject(pageInput),
  output: pageOf(ApiKeyShown),
  async run(ctx, { limit, cursor }) {
    const { rows } = await sql<z.infer<typeof ApiKeyShown>>`
      select id, name, prefix, role, scope, per_minute, created_by, created_at, last_used_at, revoked_at from clew.api_key
      where id > coalesce(${afterId(cursor)}::uuid, '00000000-0000-0000-0000-000000000000') order by id limit ${limit + 1}
    `.execute(ctx.db);
    return cutPage(rows, limit, (key) => key.id);
  },
});
