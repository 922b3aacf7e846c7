import { type Ctx, type House, systemCtx } from "../ctx.ts";
import { transaction } from "../db/transaction.ts";

/**
 * Time is a row: something due at an instant, kept in its room's own table. `take` locks at most `most` due rows
 * (for update skip locked) and `fire` acts on them and moves their due time, all in one transaction: each fires exactly
 * once, whatever crashes and however long nobody swept.
 */
export interface Sweep<Row = unknown> {
  name: string;
  take(tx: Ctx, most: number): Promise<Row[]>;
  fire(tx: Ctx, rows: Row[]): Promise<void>;
}

/** Declares a sweep; the row's type follows. */
export function sweep<Row>(definition: Sweep<Row>): Sweep<Row> {
  return definition;
}

const BATCH = 1_000;

/** Fires everything that is due by the house's clock, each batch in a transaction of its own (`run` opens it). Returns how many rows fired. */
export async function sweepDue(house: House, sweeps: readonly Sweep<never>[], run: typeof transaction = transaction): Promise<number> {
  let fired = 0;
  for (const s of sweeps) {
    for (;;) {
      const count = await run(systemCtx(house, s.name, { kind: "timer", event: s.name }), async (tx) => {
        const rows = await s.take(tx, BATCH);
        if (rows.length > 0) await s.fire(tx, rows);
        return rows.length;
      });
      fired += count;
      if (count < BATCH) break;
    }
  }
  return fired;
}

/** Sweeps every second until stopped; an error is logged and the next round goes on. */
export function startSweeping(house: House, sweeps: readonly Sweep<never>[]): { stop(): Promise<void> } {
  let stopped = false;
  let wake: () => void = () => {};
  const loop = (async () => {
    while (!stopped) {
      await sweepDue(house, sweeps).catch((error: unknown) => house.log.error({ err: error }, "sweep failed"));
      if (stopped) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, 1_000).unref();
      });
    }
  })();
  return {
    async stop() {
      stopped = true;
      wake();
      await loop;
    },
  };
}
