import { type CompiledQuery, type ConnectionProvider, type DatabaseConnection, DefaultQueryExecutor, type Dialect, DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type QueryResult } from "kysely";
import type pg from "pg";
import type { Db } from "../ctx.ts";
import { CopyIn } from "./copy_in.ts";

const pools = new WeakMap<Db, pg.Pool>();

/** Tells which pool a database handle draws on, for the transactions opened through it. */
export function drawsOn(db: Db, pool: pg.Pool): void {
  pools.set(db, pool);
}

/**
 * Runs `work` between begin and commit on one connection on which nothing waits for an answer it does not need: begin travels with the
 * first statement, statements asked together follow each other without a pause, and the commit follows `sent()` at once.
 * Statements still unanswered when `work` is done are those it gave to `sent`; any that fails fails the whole.
 */
export async function pipelined<T>(db: Db, sent: readonly Promise<unknown>[], work: (tx: Db) => Promise<T>): Promise<T> {
  const pool = pools.get(db);
  if (!pool) throw new Error("a transaction needs a database opened by openDatabase");
  const client = await pool.connect();
  const line = new Line(client);
  const begun = client.query("begin");
  begun.catch(() => {});
  let lost: Error | undefined;
  try {
    const result = await work(line.db);
    line.close();
    const committed = client.query("commit");
    committed.catch(() => {});
    await begun;
    await inOrder(sent);
    // A transaction in which something failed unheard is rolled back by its commit.
    if ((await committed).command !== "COMMIT") throw new Error("the transaction was rolled back: a statement in it had failed");
    return result;
  } catch (error) {
    line.close();
    await client.query("rollback").catch((broken: Error) => (lost = broken));
    throw await cause(sent, error);
  } finally {
    client.release(lost);
  }
}

/** The first that failed is the cause; those after it only say that the transaction is aborted. */
async function inOrder(sent: readonly Promise<unknown>[]): Promise<void> {
  for (const one of sent) await one;
}

/** What first went wrong: behind it every statement only says that the transaction is aborted. */
async function cause(sent: readonly Promise<unknown>[], error: unknown): Promise<unknown> {
  if ((error as { code?: string }).code !== ABORTED) return error;
  const [first] = (await Promise.allSettled(sent)).filter((one) => one.status === "rejected");
  return first?.reason ?? error;
}

/** in_failed_sql_transaction */
const ABORTED = "25P02";
const lines = new WeakMap<Db, Line>();

/** Sends rows in COPY's text format on the connection of an open transaction. */
export function copyOn(tx: Db, statement: string, rows: string): Promise<void> {
  const line = lines.get(tx);
  if (!line) throw new Error("COPY needs an open transaction");
  return line.copy(statement, rows);
}

const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();
const driver = new DummyDriver();
const dialect: Dialect = { createAdapter: () => adapter, createDriver: () => driver, createQueryCompiler: () => compiler, createIntrospector: (db) => new PostgresIntrospector(db) };

/** One client's connection for the length of a transaction; whoever still holds it afterwards is refused. */
class Line implements DatabaseConnection, ConnectionProvider {
  readonly db: Db;
  readonly #client: pg.PoolClient;
  #open = true;

  constructor(client: pg.PoolClient) {
    this.#client = client;
    this.db = new Kysely({ config: { dialect }, dialect, driver, executor: new DefaultQueryExecutor(compiler, adapter, this) }) as unknown as Db;
    lines.set(this.db, this);
  }

  close(): void {
    this.#open = false;
  }

  provideConnection<R>(consumer: (connection: DatabaseConnection) => Promise<R>): Promise<R> {
    return consumer(this);
  }

  async copy(statement: string, rows: string): Promise<void> {
    if (!this.#open) throw new Error(OVER);
    await new Promise<void>((resolve, reject) => void this.#client.query(new CopyIn(statement, rows, (error) => (error ? reject(error) : resolve()))));
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#open) throw new Error(OVER);
    const { command, rowCount, rows } = await this.#client.query(query.sql, query.parameters as unknown[]);
    return { rows, ...(CHANGES.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
  }

  // oxlint-disable-next-line require-yield -- the interface wants a generator; nothing here streams rows
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error("rows are not streamed inside a transaction");
  }
}

const OVER = "this transaction is over";
const CHANGES = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);
