import type { Ctx, RoleGrants } from "../ctx.ts";
import { invalidField } from "../refusal.ts";
import { directory } from "./directory.ts";
import { covers } from "./grants.ts";
import { BeyondYourRights } from "./refusals.ts";

/** Throws BeyondYourRights unless the actor's own rights include all of these. */
export function requireCovered(ctx: Ctx, grants: RoleGrants): void {
  if (!covers(ctx.actor.grants, grants)) throw BeyondYourRights();
}

/** The grants of a role that exists; throws Invalid for the field otherwise. */
export async function grantsOf(ctx: Ctx, role: string, path = "role"): Promise<RoleGrants> {
  const found = (await directory.fresh(ctx)).roles.get(role);
  if (!found) throw invalidField(path, { zh: "没有这个角色", en: "There is no such role" });
  return found.grants;
}

/** Throws unless the actor's own rights include those of every role named: nobody lifts anybody, or touches anyone, above themselves. */
export async function requireRolesWithin(ctx: Ctx, roles: string[]): Promise<void> {
  for (const role of new Set(roles)) requireCovered(ctx, await grantsOf(ctx, role));
}
