import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { sql } from "kysely";
import { type Database, openDatabase } from "../../core/db/connect.ts";
import { listen } from "../../core/db/listen.ts";
import { checkServer } from "../../core/db/server.ts";
import { databaseUrl } from "../../core/db/url.ts";
import { freshDatabase } from "../setup/fresh.ts";
import { query } from "./held.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: Database;
const log: string[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, poolSize: 2, log: (line) => log.push(line) });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

test("a server that fits is accepted", async () => {
  await expect(checkServer(fresh.url)).resolves.toBeUndefined();
});

test("a database that does not exist is refused in one sentence", async () => {
  await expect(checkServer(databaseUrl(fresh.url, "no_such_database"))).rejects.toThrow("has no database of that name");
});

test.skipIf(!new URL(inject("database").url).password)("a wrong password is refused in one sentence that does not repeat it", async () => {
  const url = new URL(fresh.url);
  url.password = "hunter2";
  await expect(checkServer(url.href)).rejects.toThrow(/^(?!.*hunter2).*refused the user name or password/);
});

test("a database that is not UTF8 is refused", async () => {
  const { url } = inject("database");
  const name = `clew_ascii_${process.pid}`;
  await query(url, `create database ${name} template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'`);
  await expect(checkServer(databaseUrl(url, name))).rejects.toThrow("encoded as SQL_ASCII");
  await query(url, `drop database ${name}`);
});

test("values arrive as the whole of Clew sees them", async () => {
  const found = await sql`select timestamptz '2026-03-25 09:02:03.0049+08' as at, date '2026-03-25' as day, 12.50::numeric as amount,
    count(*) as number, '{"a": [1]}'::jsonb as data, '{x,y}'::text[] as list, null as nothing from (select 1) x`.execute(database.db);
  expect(found.rows[0]).toEqual({ at: "2026-03-25T01:02:03.004Z", day: "2026-03-25", amount: 12.5, number: 1, data: { a: [1] }, list: ["x", "y"], nothing: null });
});

test("idle connections that the server cut are replaced without an error reaching anybody", async () => {
  await sql`select 1`.execute(database.db);
  await query(fresh.url, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
  await expect.poll(() => log.length).toBeGreaterThan(0);
  expect((await sql`select 1 as one`.execute(database.db)).rows).toEqual([{ one: 1 }]);
});

test("a connection lost in the middle of a transaction fails that transaction and nothing else", async () => {
  const lost = database.db.transaction().execute(async (tx) => {
    await sql`select 1`.execute(tx);
    await query(fresh.url, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
    await new Promise((resolve) => void setTimeout(resolve, 100));
    await sql`select 1`.execute(tx);
  });
  await expect(lost).rejects.toThrow(/terminat|not queryable|connection/i);
  expect((await sql`select 1 as one`.execute(database.db)).rows).toEqual([{ one: 1 }]);
});

test("a listener comes back after a lost connection and says that it may have missed something", async () => {
  const heard: string[] = [];
  let reconnected = 0;
  const listener = await listen({ url: fresh.url, channel: "news", onNotify: (text) => heard.push(text), onReconnect: () => void reconnected++, log: () => {} });
  await query(fresh.url, "select pg_notify('news', 'one')");
  await expect.poll(() => heard).toEqual(["one"]);
  await query(fresh.url, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'clew listen' and datname = current_database()");
  await expect.poll(() => reconnected, { timeout: 5_000 }).toBe(1);
  await query(fresh.url, "select pg_notify('news', 'two')");
  await expect.poll(() => heard).toEqual(["one", "two"]);
  await listener.stop();
});
