import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "../../ctx.ts";
import { NotFound } from "../../refusal.ts";
import { Grants } from "../grants.ts";
import { Label } from "../shapes.ts";
import { inWords } from "../../schema_problems.ts";

export const Role = z.object({ key: z.string(), label: Label, grants: Grants, standard: z.boolean(), created_at: z.string(), updated_at: z.string(), version: z.number() });
export type Role = z.infer<typeof Role>;
export const ROLE_COLUMNS = sql.raw("key, label, grants, standard, created_at, updated_at, version");
/** Names of actors that are no role. */
const RESERVED = ["visitor", "system"];
export const RoleKey = z.string().regex(/^[a-z][a-z0-9_]{0,40}$/).refine((key) => !RESERVED.includes(key), inWords("这个名称由系统使用", "this name belongs to the system"));
export const ByKey = z.strictObject({ key: z.string().max(100) });

/** One role; throws NotFound. */
export async function loadRole(ctx: Ctx, key: string): Promise<Role> {
  const { rows } = await sql<Role>`select ${ROLE_COLUMNS} from clew.role where key = ${key}`.execute(ctx.db);
  if (!rows[0]) throw NotFound();
  return rows[0];
}
