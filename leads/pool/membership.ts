import { sql } from "kysely";
import { can, scopeOf } from "../../core/access/rights.ts";
import type { Actor, Ctx } from "../../core/ctx.ts";
import { cached } from "../../core/db/cached.ts";
import { directory } from "../../core/access/directory.ts";
import { DEFAULT_POOL } from "../campaign.object.ts";

export interface Pool {
  id: string;
  name: string;
  everyone: boolean | null;
  member_teams: string[] | null;
  member_people: string[] | null;
  admin_people: string[] | null;
  hidden_fields: string[] | null;
}

/** Every pool; changed by whoever writes object pool. */
export const pools = cached("lead.pools", async (db) => {
  const { rows } = await sql<Pool>`select id, name, everyone, member_teams, member_people, admin_people, hidden_fields from crm.pool order by created_at, id`.execute(db);
  return rows;
});

/** Pools somebody may claim from: open ones, their teams' (with teams above), their own, and those they look after. */
export async function poolsOf(ctx: Ctx): Promise<Pool[]> {
  const { actor } = ctx;
  if (!can(actor, "pool:read")) return [];
  const all = await pools.get(ctx.house);
  if (scopeOf(actor, "lead") === "all") return all;
  const people = await directory.get(ctx.house);
  return all.filter((pool) => pool.everyone || pool.member_teams?.some((team) => actor.teamId !== null && people.teamsUnder(team).includes(actor.teamId)) || named(pool, actor));
}

function named(pool: Pool, actor: Actor): boolean {
  return actor.id !== null && ((pool.member_people ?? []).includes(actor.id) || looksAfter(pool, actor));
}

/** Whether somebody sees a pool's leads whole before claiming them. */
export function looksAfter(pool: Pool, actor: Actor): boolean {
  return actor.id !== null && (pool.admin_people ?? []).includes(actor.id);
}

/** Whether somebody may change members and hidden fields of a pool they belong to: its admins, and whoever manages pools. */
export function mayManage(pool: Pool, actor: Actor): boolean {
  return looksAfter(pool, actor) || can(actor, "pool:edit") || can(actor, "pool:manage");
}

/** The pool, or the first one where it has been removed since somebody named it. */
export function existing(all: readonly Pool[], id: string | null): string {
  return id !== null && all.some((pool) => pool.id === id) ? id : DEFAULT_POOL;
}
