import { sql } from "kysely";
import type { Db } from "../ctx.ts";
import { StartProblem } from "./problem.ts";

/** One forward step of the schema. `name` is its identity for ever: never renamed, never reordered, never edited once released. */
export type Migration = { name: string; sql: string } | { name: string; up(db: Db): Promise<void> };

/** Declares a migration. */
export function defineMigration(migration: Migration): Migration {
  return migration;
}

/** Any number: names the turn in which processes that start together migrate. */
const TURN = 7_236_400;

/**
 * Applies what is missing, in the given order, each step in a transaction of its own; returns the names applied. Several
 * processes may call it at once. Throws StartProblem when the database was migrated by a newer Clew.
 */
export async function migrate(db: Db, migrations: readonly Migration[]): Promise<string[]> {
  const names = new Set(migrations.map((migration) => migration.name));
  if (names.size !== migrations.length) throw new Error("two migrations have the same name");
  const applied: string[] = [];
  // The lock belongs to a connection of its own, so that each step can commit while it is held.
  await db.connection().execute(async (turn) => {
    // Whoever waits here waits for as long as the other process migrates.
    await sql`set statement_timeout = 0`.execute(turn);
    await sql`select pg_advisory_lock(${TURN})`.execute(turn);
    try {
      await sql`create schema if not exists clew`.execute(turn);
      await sql`create table if not exists clew.migration (
        name text primary key, applied_at timestamptz not null default now())`.execute(turn);
      const done = new Set((await sql<{ name: string }>`select name from clew.migration`.execute(turn)).rows.map((row) => row.name));
      const unknown = [...done].filter((name) => !names.has(name));
      if (unknown.length > 0) throw newer(unknown);
      for (const migration of migrations) {
        if (done.has(migration.name)) continue;
        await turn.transaction().execute((tx) => step(tx, migration));
        applied.push(migration.name);
      }
    } finally {
      await sql`select pg_advisory_unlock(${TURN})`.execute(turn);
      await sql`reset statement_timeout`.execute(turn);
    }
  });
  return applied;
}

async function step(tx: Db, migration: Migration): Promise<void> {
  if ("sql" in migration) await sql.raw(migration.sql).execute(tx);
  else await migration.up(tx);
  await sql`insert into clew.migration (name) values (${migration.name})`.execute(tx);
}

function newer(unknown: string[]): StartProblem {
  return new StartProblem({
    zh: `此数据库已由更新版本的 Clew 升级（${unknown[0]}）；请使用该版本，或恢复升级前的备份`,
    en: `This database was upgraded by a newer Clew (${unknown[0]}); run that version, or restore the backup from before`,
  });
}
