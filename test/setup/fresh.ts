import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { databaseUrl } from "../../core/db/url.ts";

/** Any number: names the turn in which processes copy the template, which PostgreSQL allows one at a time. */
const TURN = 7_236_401;

/** A database of its own for one test file, cloned from the template; `drop` it in afterAll. */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const { url, template } = inject("database");
  const name = `${template}_${randomBytes(5).toString("hex")}`;
  await once(url, async (client) => {
    await client.query("select pg_advisory_lock($1)", [TURN]);
    await client.query(`create database ${name} template ${template}`);
  });
  return {
    url: databaseUrl(url, name),
    drop: () => once(url, async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}

async function once(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
