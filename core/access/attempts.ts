import { sql } from "kysely";
import type { Ctx, House } from "../ctx.ts";
import { SignInLocked } from "./refusals.ts";

/** Failures within the window after which an account or an address has to wait for the window to end. */
const MOST_FAILURES = 10;
const WINDOW_SECONDS = 15 * 60;

/**
 * Runs one attempt to prove an account's password. It is counted against the account before it is made, so that parallel
 * guesses cannot slip through, and taken back unless it failed; a failure counts against the address too. Throws
 * SignInLocked, without trying, once either has failed too often.
 */
export async function attempt<T>(house: House, at: { email: string; address?: string | undefined }, make: () => Promise<{ failed: boolean; result: T }>): Promise<T> {
  const account = accountKey(at.email);
  const address = at.address === undefined ? null : addressKey(at.address);
  return inTurn(house, account, async () => {
    if (address) refuseLocked(house, await failuresOf(house, address), MOST_FAILURES - 1);
    let failed = false;
    try {
      refuseLocked(house, await count(house, account), MOST_FAILURES);
      const made = await make();
      failed = made.failed;
      return made.result;
    } finally {
      if (!failed) await takeBack(house, account);
      else if (address) await count(house, address);
    }
  });
}

/** One attempt on an account at a time in this process: ten people who share it may sign in at once without looking like ten guesses. */
async function inTurn<T>(house: House, account: string, work: () => Promise<T>): Promise<T> {
  const turns = house.keep("access.attempts", () => new Map<string, Promise<unknown>>());
  const before = turns.get(account);
  const mine = before ? before.then(work, work) : work();
  turns.set(account, mine);
  try {
    return await mine;
  } finally {
    if (turns.get(account) === mine) turns.delete(account);
  }
}

/** Forgets the failures of an account: an administrator has set a new password. */
export async function forgetFailures(ctx: Ctx, email: string): Promise<void> {
  await sql`delete from clew.sign_in_attempt where key = ${accountKey(email)}`.execute(ctx.db);
}

const accountKey = (email: string) => `account:${email.toLowerCase()}`;

/** The key of an address; an IPv6 one stands for its /64, the least that one customer of a network is given. */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped || !address.includes(":")) return `address:${mapped ?? address}`;
  const [head = "", tail] = address.split("%")[0]!.toLowerCase().split("::");
  const before = head.split(":").filter(Boolean);
  const after = (tail ?? "").split(":").filter(Boolean);
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  const network = [...before, ...zeros, ...after].slice(0, 4).map((part) => part.replace(/^0+(?=.)/, ""));
  return `address:${network.join(":")}::/64`;
}

interface Failures {
  failures: number;
  since: string;
}

async function count(house: House, key: string): Promise<Failures> {
  const start = windowStart(house);
  const { rows } = await sql<Failures>`
    insert into clew.sign_in_attempt as a (key, failures, since) values (${key}, 1, ${house.clock.now()})
    on conflict (key) do update set
      failures = case when a.since <= ${start} then 1 else a.failures + 1 end, since = case when a.since <= ${start} then excluded.since else a.since end
    returning failures, since
  `.execute(house.db);
  return rows[0]!;
}

async function failuresOf(house: House, key: string): Promise<Failures | undefined> {
  const { rows } = await sql<Failures>`select failures, since from clew.sign_in_attempt where key = ${key} and since > ${windowStart(house)}`.execute(house.db);
  return rows[0];
}

async function takeBack(house: House, key: string): Promise<void> {
  await sql`
    with past as (
      delete from clew.sign_in_attempt where key in (
        select key from clew.sign_in_attempt where since <= ${windowStart(house)} and key <> ${key} limit 1000 for update skip locked)
    )
    update clew.sign_in_attempt set failures = greatest(failures - 1, 0) where key = ${key}
  `.execute(house.db);
}

function refuseLocked(house: House, counted: Failures | undefined, allowed: number): void {
  if (!counted || counted.failures <= allowed) return;
  const left = (Date.parse(counted.since) - windowStart(house).getTime()) / 1000;
  throw SignInLocked({ retry_after: Math.max(1, Math.ceil(left)) });
}

const windowStart = (house: House) => new Date(house.clock.now().getTime() - WINDOW_SECONDS * 1000);
