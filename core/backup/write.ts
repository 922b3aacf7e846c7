import { once } from "node:events";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Writable } from "node:stream";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { Footer, Header, TableHead } from "./format.ts";
import { shapeOf, tablesOf } from "./shape.ts";

export interface Written {
  tables: number;
  rows: number;
}

/**
 * Writes everything an organisation has into `out`, packed, as it was at one moment: one repeatable-read transaction reads all
 * tables by COPY, so that a Clew at work is neither stopped nor torn. Memory does not grow with the size. Not in it: files of
 * imports, the secret of the data folder (people sign in again after a restore).
 * @param now the moment written into the backup
 */
export async function writeBackup(url: string, out: Writable, options: { now: Date; progress?: (table: string) => void }): Promise<Written> {
  const client = new pg.Client({ connectionString: url, application_name: "clew backup" });
  await client.connect();
  const packed = createGzip({ level: 3 });
  packed.pipe(out);
  const failed = Promise.race([once(packed, "error"), once(out, "error")]).then(([error]) => Promise.reject(error as Error));
  failed.catch(() => {});
  const write = async (piece: string | Buffer) => {
    if (!packed.write(piece)) await Promise.race([once(packed, "drain"), failed]);
  };
  const line = (value: object) => write(`${JSON.stringify(value)}\n`);
  try {
    await client.query("set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set client_encoding = 'UTF8'; set datestyle = 'ISO'; set timezone = 'UTC'; set bytea_output = 'hex'; set extra_float_digits = 1");
    await client.query("begin isolation level repeatable read read only");
    const { rows: [facts] } = await client.query<{ server: string; migrations: string[] }>("select current_setting('server_version') as server, array(select name from clew.migration order by applied_at, name) as migrations");
    await line({ clew_backup: 1, made_at: options.now.toISOString(), server: facts?.server ?? "", migrations: facts?.migrations ?? [] } satisfies Header);
    await line(await shapeOf(client));
    const tables = await tablesOf(client);
    let rows = 0;
    for (const { name, columns } of tables) {
      options.progress?.(name);
      await line({ table: name, columns } satisfies TableHead);
      const stream = client.query(copyTo(`copy (select ${columns.join(", ")} from ${name}) to stdout`));
      for await (const piece of stream) await write(piece as Buffer);
      rows += stream.rowCount;
      await write("\\.\n");
    }
    await client.query("commit");
    await line({ end: { tables: tables.length, rows } } satisfies Footer);
    packed.end();
    await Promise.race([finished(out), failed]);
    return { tables: tables.length, rows };
  } catch (error) {
    packed.destroy();
    out.destroy();
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}
