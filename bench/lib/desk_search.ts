import type pg from "pg";
import { cpuOf, databaseCpu } from "./cpu.ts";
import type { Running } from "./clew.ts";

interface Run {
  status: string;
  phase: string | null;
  pairs: number;
  clusters: number;
}

/** What a search of the whole base took: seconds by the clock and of the processor, by phase, and what it found. */
export interface Searched {
  seconds: number;
  phases: Record<string, { seconds: number; node: number; database: number }>;
  pairs: number;
  clusters: number;
}

/** Runs a search of the whole base to its end. */
export async function searchDesk(clew: Running, client: pg.Client): Promise<Searched> {
  const spent = async () => ({ at: performance.now() / 1_000, node: cpuOf(clew.pid), database: await databaseCpu(client) });
  const phases: Searched["phases"] = {};
  const from = await spent();
  let since = from;
  let phase: string | null = null;
  const { json, status } = await clew.call("POST", "/api/v1/duplicates/run", {});
  if (status !== 202) throw new Error(`the search did not start: ${status} ${JSON.stringify(json)}`);
  for (;;) {
    const { run } = (await clew.call("GET", "/api/v1/duplicates/run")).json as { run: Run };
    if (run.phase !== phase || run.status === "done") {
      const now = await spent();
      if (phase) phases[phase] = { seconds: rounded(now.at - since.at), node: rounded(now.node - since.node), database: rounded(now.database - since.database) };
      [phase, since] = [run.phase, now];
    }
    if (run.status === "done") return { seconds: since.at - from.at, phases, pairs: run.pairs, clusters: run.clusters };
    if (run.status !== "queued" && run.status !== "running") throw new Error(`the search ended as ${run.status}`);
    await new Promise((r) => setTimeout(r, 200));
  }
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
