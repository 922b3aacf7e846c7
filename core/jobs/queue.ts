import { sql } from "kysely";
import type { Runner } from "graphile-worker";
import type { Pool } from "pg";
import type { Ctx, House } from "../ctx.ts";

/** A named piece of background work; `run` may be repeated after a crash and must be safe to repeat. */
export interface Job<P = unknown> {
  name: string;
  run(house: House, payload: P): Promise<void>;
}

/** Declares a job; the payload's type follows. */
export function job<P>(definition: Job<P>): Job<P> {
  return definition;
}

/**
 * Enqueues work in the caller's transaction: it runs if and only if the transaction commits.
 * @param key at most one waiting job per key; a later call replaces the earlier.
 */
export async function enqueue<P>(tx: Ctx, work: Job<P>, payload: P, options: { key?: string; runAt?: Date } = {}): Promise<void> {
  await sql`select graphile_worker.add_job(${work.name}, ${JSON.stringify(payload)}::json, run_at => ${options.runAt ?? null}::timestamptz, job_key => ${options.key ?? null}::text, max_attempts => 5)`.execute(tx.db);
}

// Loaded by whoever works the queue, after the server listens; enqueueing is a statement.
const queueLibrary = () => import("graphile-worker");

/** Creates or updates the queue's own tables. */
export async function migrateQueue(pool: Pool): Promise<void> {
  await (await queueLibrary()).runMigrations({ pgPool: pool });
}

/** Starts working the queue in this process; `stop()` lets running jobs end. */
export async function startWorker(house: House, pool: Pool, jobs: readonly Job<never>[]): Promise<Runner> {
  const { Logger, run } = await queueLibrary();
  const tasks = Object.fromEntries(jobs.map((j) => [j.name, (payload: unknown) => j.run(house, payload as never)]));
  // Its own lines go to the house's log, and there is no crontab: due times are rows that are swept.
  const logger = new Logger(() => (level, message) => house.log[level === "error" ? "error" : level === "warning" ? "warn" : "debug"](message));
  return run({ pgPool: pool, taskList: tasks, concurrency: 2, noHandleSignals: true, pollInterval: 1_000, logger, crontab: "" });
}
