import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";

/** The embedded database of this checkout. */
export const EMBEDDED = fileURLToPath(new URL("../../core/db/embedded.ts", import.meta.url));
const HOLDER = fileURLToPath(new URL("./holder.ts", import.meta.url));
const held = new Set<ChildProcess>();

/** A process that runs an embedded database on a data folder; `next` waits for what it says next. */
export function hold(dataDir: string, embedded = EMBEDDED) {
  const child = spawn(process.execPath, [HOLDER, embedded, dataDir], { stdio: ["ignore", "pipe", "inherit"], detached: true });
  held.add(child);
  const said: Record<string, unknown>[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => said.push(JSON.parse(line) as Record<string, unknown>));
  const gone = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  return {
    pid: child.pid as number,
    gone,
    signal: (name: NodeJS.Signals) => void process.kill(-(child.pid as number), name),
    async next(key: string): Promise<Record<string, unknown>> {
      for (const end = Date.now() + 20_000; Date.now() < end; await sleep(20)) {
        const found = said.find((each) => key in each);
        if (found) return found;
        if (child.exitCode !== null && said.every((each) => !(key in each))) break;
      }
      throw new Error(`the process never said "${key}", only ${JSON.stringify(said)}`);
    },
  };
}

/** Ends what a failed test left behind. */
export function endAll(): void {
  for (const child of held) child.kill("SIGKILL");
  held.clear();
}

/** Runs one statement on a connection of its own. */
export async function query(url: unknown, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url as string);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
