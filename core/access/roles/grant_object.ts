import { sql } from "kysely";
import { audit } from "../../audit/audit.ts";
import type { Ctx, RoleGrants } from "../../ctx.ts";
import { directory } from "../directory.ts";
import { lockAdministration } from "../lock.ts";
import { AdministratorRole } from "../refusals.ts";
import { requireNeed } from "../rights.ts";
import { grantsOf, requireCovered } from "../within_rights.ts";
import { loadRole } from "./role.ts";

/** What "read" and "edit" of an object mean as verbs; whose records a role reaches stays a matter of its scope. */
const VERBS = { read: ["read"], edit: ["read", "create", "edit"] } as const;
export type ObjectAccess = keyof typeof VERBS;

/** Lets roles see or edit the records of an object, besides what they may do already. Refuses without role:edit, beyond the actor's own rights, and unknown roles. */
export async function grantObject(tx: Ctx, object: string, roles: readonly { role: string; access: ObjectAccess }[]): Promise<void> {
  if (roles.length === 0) return;
  requireNeed(tx.actor, "role:edit");
  await lockAdministration(tx);
  for (const { role, access } of roles) {
    if (role === "admin") throw AdministratorRole();
    requireCovered(tx, await grantsOf(tx, role, "roles"));
    const before = await loadRole(tx, role);
    const grants: RoleGrants = { ...before.grants, verbs: { ...before.grants.verbs, [object]: [...new Set([...(before.grants.verbs[object] ?? []), ...VERBS[access]])] } };
    await sql`update clew.role set grants = ${JSON.stringify(grants)}, updated_at = ${tx.now}, version = version + 1 where key = ${role}`.execute(tx.db);
    await audit(tx, "role", { id: role, name: before.label.zh, before: { grants: before.grants }, after: { grants } });
  }
  await directory.changed(tx);
}
