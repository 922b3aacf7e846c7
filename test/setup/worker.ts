import pg from "pg";
import { jobs } from "../../apps/everything.ts";
import { startWorker } from "../../core/jobs/queue.ts";
import type { World } from "../world.ts";

/** Runs the jobs of a world as a worker does, until stopped. */
export async function working(w: World): Promise<{ stop(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: w.url, max: 3 });
  pool.on("error", () => {});
  // The queue asks for listeners on the clients too.
  pool.on("connect", (client) => void client.on("error", () => {}));
  const worker = await startWorker(w.house, pool, jobs);
  return {
    async stop() {
      await worker.stop();
      await pool.end();
    },
  };
}
