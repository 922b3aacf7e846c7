import type { Ctx } from "../ctx.ts";

/**
 * Runs `work` in one transaction; inside an open one it joins it. What was queued with `afterCommit`
 * runs once the commit has been acknowledged. Read committed: guards are conditional updates and row locks.
 */
export async function transaction<T>(ctx: Ctx, work: (tx: Ctx) => Promise<T>): Promise<T> {
  if (ctx.afterCommit) return work(ctx);
  const hooks: (() => void)[] = [];
  const result = await ctx.db.transaction().execute((db) => work({ ...ctx, db, afterCommit: hooks }));
  for (const hook of hooks) hook();
  return result;
}

/** Queues something for after the commit; outside a transaction it runs now. */
export function afterCommit(ctx: Ctx, hook: () => void): void {
  if (ctx.afterCommit) ctx.afterCommit.push(hook);
  else hook();
}
