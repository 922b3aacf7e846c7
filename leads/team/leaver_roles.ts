import { sql } from "kysely";
import { directory } from "../../core/access/directory.ts";
import { requireNeed } from "../../core/access/rights.ts";
import { audit } from "../../core/audit/audit.ts";
import type { Ctx } from "../../core/ctx.ts";
import { lockRows, updateRows } from "../../core/records/write.ts";
import { catalog } from "../../core/objects/catalog.ts";
import type { Row } from "../../core/language/types.ts";

/** What somebody is for others: manager of a team, admin of a pool, cover of a leave. */
export const ROLES = ["team", "pool", "leave"] as const;
export interface Role {
  kind: (typeof ROLES)[number];
  id: string;
  name: string;
  /** Whoever takes it over had it too: taking it back leaves it with both. */
  shared?: boolean;
}

/** Every role of a person that would stand empty if they could not sign in any more. */
export async function rolesOf(ctx: Ctx, person: string, successor: string | null = null): Promise<Role[]> {
  const { rows } = await sql<Role>`
    select 'team' as kind, id, name, false as shared from clew.team where manager_id = ${person}
    union all select 'pool', id, name, coalesce(admin_people @> to_jsonb(array[${successor}::text]), false) from crm.pool where admin_people @> to_jsonb(array[${person}::text])
    union all select 'leave', l.id, p.name, false from clew.leave l join clew.person p on p.id = l.person_id
      where l.to_at > ${ctx.now} and l.cover->>'to' = 'person' and l.cover->>'id' = ${person} order by 1 desc, 3, 2`.execute(ctx.db);
  return rows;
}

/** Asks of the actor what changing these roles one by one would ask. */
export function requireRoles(ctx: Ctx, roles: readonly Role[]): void {
  if (roles.some(({ kind }) => kind === "team")) requireNeed(ctx.actor, "team:edit");
  if (roles.some(({ kind }) => kind === "pool")) requireNeed(ctx.actor, "pool:edit");
  if (roles.some(({ kind }) => kind === "leave")) requireNeed(ctx.actor, "person:edit");
}

/** Puts one person in the place of another in these roles, where that one still has them; `back` takes that back. */
export async function passRoles(tx: Ctx, roles: readonly Role[], from: string, to: string, back = false): Promise<void> {
  const of = (kind: Role["kind"]) => roles.filter((role) => role.kind === kind).map(({ id }) => id);
  const { rows: teams } = await sql<{ id: string; name: string }>`
    update clew.team set manager_id = ${to}, updated_at = ${tx.now}, version = version + 1 where id = any(${of("team")}::uuid[]) and manager_id = ${from} returning id, name`.execute(tx.db);
  for (const { id, name } of teams) await audit(tx, "team", { id, name, before: { manager_id: from }, after: { manager_id: to } });
  await sql`
    update clew.leave set cover = ${JSON.stringify({ to: "person", id: to })}::jsonb
    where id = any(${of("leave")}::uuid[]) and cover->>'id' = ${from} and person_id <> ${to}`.execute(tx.db);
  const all = await catalog.get(tx.house);
  const pools = await lockRows(tx, all.object("pool"), all, of("pool"));
  const shared = new Set(back ? roles.filter((role) => role.shared).map(({ id }) => id) : []);
  await updateRows(tx, "pool", [...pools.values()].filter((pool) => adminsOf(pool).includes(from)).map((pool) => ({
    id: pool.id as string, changes: { admin_people: [...new Set(shared.has(pool.id as string) ? [...adminsOf(pool), to] : adminsOf(pool).map((id) => (id === from ? to : id)))] },
  })));
  await directory.changed(tx);
}

const adminsOf = ({ admin_people }: Row): string[] => (Array.isArray(admin_people) ? (admin_people as string[]) : []);
