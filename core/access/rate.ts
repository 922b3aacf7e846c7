import type { House } from "../ctx.ts";

const WINDOW = 60_000;

/** Counts one use of `key` in a fixed one-minute window; returns 0, or the seconds to wait. Kept per process. */
export function withinLimit(house: House, key: string, perMinute: number): number {
  const uses = house.keep("rate", () => new Map<string, { from: number; count: number }>());
  const now = Date.now();
  let use = uses.get(key);
  if (!use || now - use.from >= WINDOW) {
    if (uses.size > 50_000) for (const [k, u] of uses) if (now - u.from >= WINDOW) uses.delete(k);
    uses.set(key, (use = { from: now, count: 0 }));
  }
  use.count++;
  return use.count > perMinute ? Math.max(1, Math.ceil((use.from + WINDOW - now) / 1_000)) : 0;
}
