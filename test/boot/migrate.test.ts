import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../../core/db/connect.ts";
import { defineMigration, migrate } from "../../core/db/migrate.ts";
import { freshDatabase } from "../setup/fresh.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
const open: Database[] = [];
const database = () => {
  const opened = openDatabase({ url: fresh.url, poolSize: 3, log: () => {} });
  open.push(opened);
  return opened.db;
};

beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(async () => {
  await Promise.all(open.map((each) => each.close()));
  await fresh.drop();
});

// The template was migrated with the product's own list, so this list stands on what is already there.
async function withOwn(...names: string[]) {
  const done = (await sql<{ name: string }>`select name from clew.migration order by applied_at, name`.execute(database())).rows;
  return [...done.filter((row) => !row.name.startsWith("own")).map((row) => defineMigration({ name: row.name, sql: "" })),
    ...names.map((name) => defineMigration({ name, sql: `create table clew.${name} (id int)` }))];
}

test("processes that start together apply each step once", async () => {
  const list = await withOwn("own_a", "own_b");
  const applied = await Promise.all([database(), database(), database()].map((db) => migrate(db, list)));
  expect(applied.flat().sort()).toEqual(["own_a", "own_b"]);
});

test("a step that fails leaves nothing of itself and keeps the ones before it", async () => {
  const list = [...await withOwn("own_a", "own_b", "own_c"),
    defineMigration({ name: "own_d", up: async (db) => void (await sql`create table clew.own_d (id int); select 1/0`.execute(db)) })];
  const db = database();
  await expect(migrate(db, list)).rejects.toThrow("division by zero");
  const found = await sql<{ c: string | null; d: string | null }>`select to_regclass('clew.own_c') c, to_regclass('clew.own_d') d`.execute(db);
  expect(found.rows[0]).toEqual({ c: "clew.own_c", d: null });
  expect(await migrate(db, await withOwn("own_a", "own_b", "own_c", "own_e"))).toEqual(["own_e"]);
});

test("a database of a newer Clew is refused in one sentence", async () => {
  await expect(migrate(database(), await withOwn("own_a"))).rejects.toThrow("newer Clew");
});
