import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Db } from "../ctx.ts";
import { drawsOn } from "./pipelined.ts";
import { NamedClient } from "./named_client.ts";
import { valueTypes } from "./values.ts";

export interface Database {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** A statement that runs longer than this is a mistake; imports and reports set their own limit in their transaction. */
const STATEMENT_TIMEOUT = 60_000;
const IDLE_TRANSACTION_TIMEOUT = 120_000;

/**
 * Opens a pool of at most `poolSize` connections whose values match the Value type. Connections lost while idle are
 * logged and replaced at the next use; nothing connects before the first statement.
 */
export function openDatabase(options: { url: string; poolSize: number; log: (line: string) => void }): Database {
  const pool = new pg.Pool({
    Client: NamedClient,
    connectionString: options.url,
    max: options.poolSize,
    application_name: "clew",
    types: valueTypes,
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    pipeline: true,
    statement_timeout: STATEMENT_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT,
    // A role named clew would otherwise find schema clew by "$user", and only such a role.
    options: "-c search_path=public -c TimeZone=UTC -c jit=off",
  });
  let closing = false;
  // The driver calls a pool ended before its sockets are: what the server still says to them then is no loss.
  pool.on("error", (error) => !closing && options.log(`database: a connection was lost (${error.message})`));
  // A connection lost in the middle of a transaction fails its next statement; unheard, its event would end the process.
  pool.on("connect", (client) => void client.on("error", () => {}));
  const db: Db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  drawsOn(db, pool);
  return {
    db, pool,
    close() {
      closing = true;
      return db.destroy();
    },
  };
}
