import { sql } from "kysely";
import type { Ctx, Db, House } from "../ctx.ts";
import { afterCommit } from "./transaction.ts";

/** Channel on which processes tell each other that something cached has changed. */
export const CHANGED = "clew_changed";

interface Slot {
  value: Promise<unknown> | null;
}

/**
 * A value loaded once per process and dropped when anybody changes it: `changed()` inside the changing transaction
 * drops it here after the commit and, by NOTIFY, in every other process.
 */
export function cached<T>(name: string, load: (db: Db) => Promise<T>) {
  const slot = (house: House) => house.keep<Map<string, Slot>>("cached", () => new Map());
  return {
    name,
    /** The current value. Inside a transaction that may have changed it, use `fresh`. */
    get(house: House): Promise<T> {
      const slots = slot(house);
      let entry = slots.get(name);
      if (!entry) slots.set(name, (entry = { value: null }));
      if (!entry.value) {
        const loading = load(house.side);
        entry.value = loading;
        const held = entry;
        loading.catch(() => {
          if (held.value === loading) held.value = null;
        });
      }
      return entry.value as Promise<T>;
    },
    fresh: (ctx: Ctx): Promise<T> => load(ctx.db),
    async changed(ctx: Ctx): Promise<void> {
      await sql`select pg_notify(${CHANGED}, ${name})`.execute(ctx.db);
      afterCommit(ctx, () => dropCached(ctx.house, name));
    },
  };
}

/** Drops one cached value of this process; with "*" all of them (after a lost connection). */
export function dropCached(house: House, name: string): void {
  const slots = house.keep<Map<string, Slot>>("cached", () => new Map());
  for (const [key, entry] of slots) if (name === "*" || key === name) entry.value = null;
}
