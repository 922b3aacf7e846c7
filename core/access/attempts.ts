import { sql } from "kysely";
import type { Ctx, House } from "../ctx.ts";
import { SignInLocked } from "./refusals.ts";

/** Failures within the window after which an account or an address has to wait for the window to end. */
export const MOST_FAILURES = 10;
const WINDOW_SECONDS = 15 * 60;

/**
 * Runs one attempt to prove a password. It is counted against every key before it is made, so that parallel guesses cannot
 * slip through, and taken back when it did not fail. Throws SignInLocked, without trying, once a key has failed too often.
 */
export async function attempt<T>(house: House, keys: string[], make: () => Promise<{ failed: boolean; result: T }>): Promise<T> {
  await count(house, keys);
  let failed = false;
  try {
    const made = await make();
    failed = made.failed;
    return made.result;
  } finally {
    if (!failed) await takeBack(house, keys);
  }
}

/** Forgets the failures of an account: an administrator has set a new password. */
export async function forgetFailures(ctx: Ctx, keys: string[]): Promise<void> {
  await sql`delete from clew.sign_in_attempt where key = any(${keys})`.execute(ctx.db);
}

/** The key under which an account's failures are counted. */
export const accountKey = (email: string) => `account:${email.toLowerCase()}`;

async function count(house: House, keys: string[]): Promise<void> {
  const now = house.clock.now();
  const since = new Date(now.getTime() - WINDOW_SECONDS * 1000);
  // Ordered, so that two attempts that share both keys cannot deadlock.
  const { rows } = await sql<{ failures: number; since: string | Date }>`
    insert into clew.sign_in_attempt as a (key, failures, since)
    select key, 1, ${now}::timestamptz from unnest(${keys}::text[]) key order by key
    on conflict (key) do update set
      failures = case when a.since <= ${since} then 1 else least(a.failures, ${MOST_FAILURES}) + 1 end,
      since = case when a.since <= ${since} then excluded.since else a.since end
    returning failures, since
  `.execute(house.db);
  const waits = rows.filter((row) => row.failures > MOST_FAILURES).map((row) => (new Date(row.since).getTime() - since.getTime()) / 1000);
  if (waits.length > 0) throw SignInLocked({ retry_after: Math.max(1, Math.ceil(Math.max(...waits))) });
}

async function takeBack(house: House, keys: string[]): Promise<void> {
  await sql`
    with held as (select key from clew.sign_in_attempt where key = any(${keys}) order by key for update)
    update clew.sign_in_attempt a set failures = greatest(a.failures - 1, 0) from held where a.key = held.key
  `.execute(house.db);
}
