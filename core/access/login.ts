import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";
import { seenSessions } from "./session_cache.ts";

// Loaded when a password is set or checked: a start needs none of it.
const passwords = () => import("better-auth/crypto");

/** Gives a person a way to sign in, under the person's own id. The person has none yet; the password has passed the policy. */
export async function createLogin(ctx: Ctx, personId: string, email: string, password: string): Promise<void> {
  await sql`
    with login as (
      insert into auth."user" ("id", "name", "email", "emailVerified")
      select id, name, ${email}, true from clew.person where id = ${personId} returning "id"
    )
    insert into auth."account" ("accountId", "providerId", "userId", "password", "updatedAt")
    select "id"::text, 'credential', "id", ${await (await passwords()).hashPassword(password)}, now() from login
  `.execute(ctx.db);
}

/** Sets a person's password, or gives them their first, and ends their sessions but the one named. */
export async function setPassword(ctx: Ctx, person: { id: string; email: string }, password: string, keepSession: string | null = null): Promise<void> {
  const { rows } = await sql`
    update auth."account" set "password" = ${await (await passwords()).hashPassword(password)}, "updatedAt" = now()
    where "userId" = ${person.id} and "providerId" = 'credential' returning 1
  `.execute(ctx.db);
  if (rows.length === 0) await createLogin(ctx, person.id, person.email, password);
  await revokeSessions(ctx, person.id, { keep: keepSession });
}

/** Whether this is the person's password; false for someone without one. */
export async function isPassword(ctx: Ctx, personId: string, password: string): Promise<boolean> {
  const { rows } = await sql<{ password: string | null }>`
    select "password" from auth."account" where "userId" = ${personId} and "providerId" = 'credential'
  `.execute(ctx.db);
  const hash = rows[0]?.password;
  return hash ? (await passwords()).verifyPassword({ hash, password }) : false;
}

/** Ends a person's sessions at once, in every process: all, all but one, or only one. Returns how many there were. */
export async function revokeSessions(ctx: Ctx, personId: string, which: { keep?: string | null; only?: string } = {}): Promise<number> {
  const { rows } = await sql`
    delete from auth."session" where "userId" = ${personId}
      and "id" is distinct from ${which.keep ?? null}::uuid and "id" = coalesce(${which.only ?? null}::uuid, "id") returning 1
  `.execute(ctx.db);
  await seenSessions.changed(ctx);
  return rows.length;
}

/** Keeps the sign-in name in step with the person. */
export async function renameLogin(ctx: Ctx, person: { id: string; name: string; email: string }): Promise<void> {
  await sql`update auth."user" set "name" = ${person.name}, "email" = ${person.email}, "updatedAt" = now() where "id" = ${person.id}`.execute(ctx.db);
}
