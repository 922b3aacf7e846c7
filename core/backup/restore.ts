import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { StartProblem } from "../db/problem.ts";
import { BackupReader, cutOff, type Footer, type Header, notABackup, type Shape, type TableHead } from "./format.ts";
import { SCHEMAS } from "./shape.ts";
import type { Written } from "./write.ts";

/**
 * Makes an empty database what a backup says. `prepare` brings the empty database to the migrations named. All rows come in
 * one transaction, and what fails leaves the database empty again.
 * Throws StartProblem for a database that is not empty and for a file that is no whole backup.
 */
export async function restoreBackup(url: string, packed: Readable, prepare: (migrations: readonly string[]) => Promise<void>, progress: (table: string) => void = () => {}): Promise<Written & { made_at: string }> {
  const client = new pg.Client({ connectionString: url, application_name: "clew restore" });
  await client.connect();
  try {
    const { rows } = await client.query("select 1 from pg_namespace where nspname = any($1)", [SCHEMAS]);
    if (rows.length > 0) {
      throw new StartProblem({
        zh: "目标数据库不是空的，恢复不会覆盖任何数据；请用 CLEW_DATA_DIR 或 DATABASE_URL 指定一个空的位置",
        en: "The database is not empty, and a restore replaces nothing; set CLEW_DATA_DIR or DATABASE_URL to an empty place",
      });
    }
    const unpacked = createGunzip();
    const feeding = pipeline(packed, unpacked).catch(() => {});
    try {
      return await fill(client, new BackupReader(unpacked as AsyncIterable<Buffer>), prepare, progress);
    } catch (error) {
      await client.query("rollback").catch(() => {});
      await client.query(SCHEMAS.map((schema) => `drop schema if exists ${schema} cascade`).join("; "));
      throw unreadable(error);
    } finally {
      unpacked.destroy();
      await feeding;
    }
  } finally {
    await client.end().catch(() => {});
  }
}

async function fill(client: pg.Client, backup: BackupReader, prepare: (migrations: readonly string[]) => Promise<void>, progress: (table: string) => void) {
  const header = await backup.line<Header>();
  if (header?.clew_backup !== 1) throw notABackup();
  const shape = await backup.line<Shape>();
  await prepare(header.migrations);
  await client.query("set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set client_encoding = 'UTF8'; set datestyle = 'ISO'; set timezone = 'UTC'");
  await client.query("begin");
  const { rows: links } = await client.query<{ drop: string; add: string }>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop, format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
    from pg_constraint where contype = 'f' and connamespace::regnamespace::text = any($1) and conparentid = 0`, [SCHEMAS]);
  for (const link of links) await client.query(link.drop);
  for (const statement of shape.before) await client.query(statement);
  let tables = 0;
  let rows = 0;
  let next = await backup.line<TableHead | Footer>();
  for (; "table" in next; next = await backup.line<TableHead | Footer>()) {
    progress(next.table);
    // What migrations shipped is in the backup as the organisation has made it since.
    await client.query(`delete from ${next.table}`);
    const stream = client.query(copyFrom(`copy ${next.table} (${next.columns.join(", ")}) from stdin`));
    await pipeline(Readable.from(backup.rows(), { objectMode: false }), stream);
    rows += stream.rowCount;
    tables++;
  }
  if (!("end" in next) || next.end.tables !== tables || next.end.rows !== rows) throw cutOff();
  for (const statement of shape.after) await client.query(statement);
  for (const link of links) await client.query(link.add);
  for (const { name, value, called } of shape.sequences) await client.query("select setval($1::regclass, $2, $3)", [name, value, called]);
  // Whoever worked on these jobs is not here.
  await client.query("update graphile_worker._private_jobs set locked_at = null, locked_by = null where locked_at is not null; update graphile_worker._private_job_queues set locked_at = null, locked_by = null where locked_at is not null");
  await client.query("commit");
  await client.query("analyze");
  return { tables, rows, made_at: header.made_at };
}

/** What the unpacking says about a file that is none, as a sentence. */
function unreadable(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? "";
  if (code === "Z_BUF_ERROR") return cutOff();
  return code.startsWith("Z_") ? notABackup() : error;
}
