import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { runningUrl } from "../../core/db/embedded.ts";

/** Kills a test survives; the measure `crash` asks for more, with as many connections as the product is built for. */
export const ROUNDS = Number(process.env.CLEW_CRASH_ROUNDS ?? 2);
export const CONNECTIONS = ROUNDS > 2 ? 200 : 50;

const MAIN = fileURLToPath(new URL("../../apps/cli/main.ts", import.meta.url));
const running = new Set<ChildProcess>();

export const ADMIN = { email: "admin@example.cn", password: "correct horse battery staple 42" };

export interface Running {
  url: string;
  /** Milliseconds from the command to the address. */
  took: number;
  /** What the process said so far. */
  says(): string;
  /** kill -9 of the process group. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** `clew start` as a process of its own on a data folder and a free port; back when it has printed its address. */
export async function start(dataDir: string): Promise<Running> {
  const from = performance.now();
  const child = spawn(process.execPath, [MAIN, "start"], {
    detached: true, stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, CLEW_DATA_DIR: dataDir, PORT: "0", CLEW_ADMIN_EMAIL: ADMIN.email, CLEW_ADMIN_PASSWORD: ADMIN.password, LOG_LEVEL: "error" },
  });
  running.add(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const gone = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  let url: string | undefined;
  for (const end = Date.now() + 60_000; !url; await sleep(20)) {
    url = /Clew → (http:\S+)/.exec(said)?.[1];
    if (!url && (child.exitCode !== null || child.signalCode !== null || Date.now() > end)) throw new Error(`Clew did not start: ${said}`);
  }
  const end = async (signal: NodeJS.Signals) => {
    process.kill(-(child.pid as number), signal);
    await gone;
    running.delete(child);
  };
  return { url, took: performance.now() - from, says: () => said, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}

/** `clew start` that is expected to fail: its exit code and everything it said. */
export function startAnd(dataDir: string): Promise<{ code: number | null; says: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, "start"], { stdio: ["ignore", "pipe", "pipe"], env: { PATH: process.env.PATH, CLEW_DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "error" } });
    let says = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (says += text));
    child.on("close", (code) => resolve({ code, says }));
  });
}

/** Ends what a failed test left behind. */
export function endAll(): void {
  for (const child of running) if (child.exitCode === null) process.kill(-(child.pid as number), "SIGTERM");
  running.clear();
}

/** The database of a running Clew, for looking into it. */
export async function ask<T extends object>(dataDir: string, text: string, params: unknown[] = []): Promise<T[]> {
  const client = new pg.Client(runningUrl(dataDir) as string);
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<T>(text, params)).rows;
  } finally {
    await client.end();
  }
}

/** kill -9 of PostgreSQL alone. */
export async function killDatabase(dataDir: string): Promise<void> {
  const [row] = await ask<{ data_directory: string }>(dataDir, "show data_directory");
  process.kill(Number(readFileSync(join(row?.data_directory as string, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
}
