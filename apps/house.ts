import type { Logger } from "pino";
import type { Clock, Db, House, Settings } from "../core/ctx.ts";

/** Puts a house together: what one process knows. */
export function makeHouse(parts: { db: Db; side?: Db; settings: Settings; log: Logger; clock?: Clock }): House {
  const kept = new Map<string, unknown>();
  return {
    db: parts.db, side: parts.side ?? parts.db, settings: parts.settings, log: parts.log, clock: parts.clock ?? { now: () => new Date() },
    keep<T>(key: string, make: () => T): T {
      if (!kept.has(key)) kept.set(key, make());
      return kept.get(key) as T;
    },
  };
}
