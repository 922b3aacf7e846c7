import type { Ctx } from "../ctx.ts";
import { pipelined } from "./pipelined.ts";

/**
 * Runs `work` in one transaction; inside an open one it joins it. What was queued with `afterCommit`
 * runs once the commit has been acknowledged. Read committed: guards are conditional updates and row locks.
 */
export async function transaction<T>(ctx: Ctx, work: (tx: Ctx) => Promise<T>): Promise<T> {
  if (ctx.afterCommit) return work(ctx);
  const hooks: (() => void)[] = [];
  const ends: ((committed: boolean) => void)[] = [];
  const sent: Promise<unknown>[] = [];
  let committed = false;
  try {
    const result = await pipelined(ctx.db, sent, (db) => work({ ...ctx, db, afterCommit: hooks, atEnd: ends, sent }));
    committed = true;
    for (const hook of hooks) hook();
    return result;
  } finally {
    for (const end of ends) end(committed);
  }
}

/** Queues something for after the commit; outside a transaction it runs now. */
export function afterCommit(ctx: Ctx, hook: () => void): void {
  if (ctx.afterCommit) ctx.afterCommit.push(hook);
  else hook();
}

/** Queues something for when the open transaction is over, whether it was committed or not. */
export function atEnd(tx: Ctx, hook: (committed: boolean) => void): void {
  tx.atEnd?.push(hook);
}

/**
 * Gives a write of the open transaction on its way without waiting for its answer: what is asked later on the same connection comes
 * after it, and a failure fails the commit. For writes whose answer nobody looks at.
 */
export async function onItsWay(tx: Ctx, write: Promise<unknown>): Promise<void> {
  if (!tx.sent) return void (await write);
  write.catch(() => {});
  tx.sent.push(write);
}
