import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileProblem, StartProblem } from "../problem.ts";
import type { Account } from "./account.ts";
import { alive, commandOf, gone } from "./processes.ts";
import { SERVER_ENV, serverSettings } from "./settings.ts";

/** How a fast shutdown may take before the server is told to leave at once; the log makes both safe. */
const PATIENCE = 3_000;

export interface Postmaster {
  pid: number;
  exited: Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  programs: string;
  cluster: string;
  account: Account;
  socketDir: string;
  durable: boolean;
  log: (line: string) => void;
}

/** Starts the server and waits until it answers. Backends of a killed predecessor may still be leaving: then it tries again. */
export async function startPostmaster(options: Options): Promise<Postmaster> {
  await stopLeftover(options.cluster, options.log);
  for (const end = Date.now() + 15_000; ; await sleep(100)) {
    const attempt = await launch(options);
    if ("pid" in attempt) return attempt;
    if (!/shared memory block .* still in use|lock file .* already exists/.test(attempt.failure) || Date.now() > end) throw startFailed(attempt.failure, options.cluster);
  }
}

async function launch({ programs, cluster, account, socketDir, durable, log }: Options): Promise<Postmaster | { failure: string }> {
  // A session of its own: Ctrl-C in the terminal reaches Clew, which still needs the database to end well.
  const child = spawn(join(programs, "postgres"), ["-D", cluster, ...serverSettings(socketDir, durable)], {
    ...account, cwd: "/", env: SERVER_ENV, detached: true, stdio: ["ignore", "ignore", "pipe"],
  });
  const output: string[] = [];
  let ready = false;
  const exited = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      output.push(error.message);
      resolve();
    });
    child.once("exit", () => resolve());
  });
  const answered = new Promise<boolean>((resolve) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      if (!ready) output.push(line);
      if (/ready to accept connections/.test(line)) resolve((ready = true));
      // At every stop each open connection is told to end; that is no news.
      if (ready && /^(FATAL|PANIC|WARNING):/.test(line) && !line.includes("administrator command")) log(`database: ${line}`);
    }).on("close", () => resolve(false));
  });
  const started = await answered;
  if (!started || child.pid === undefined) {
    await exited;
    return { failure: output.join("\n") };
  }
  const pid = child.pid;
  const guard = guardian(pid, account, socketDir);
  void exited.then(() => guard.kill("SIGKILL"));
  return {
    pid,
    exited,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGINT");
      await Promise.race([exited, sleep(PATIENCE, undefined, { ref: false })]);
      if (alive(pid) && child.exitCode === null && child.signalCode === null) child.kill("SIGQUIT");
      await exited;
    },
  };
}

const GUARD = 'read -r _; kill -INT "$1"; for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$1" || break; sleep 1; done; rm -rf "$2"';

/** Stops the server when this process is gone, however it went: its end of the pipe closes even after kill -9. */
function guardian(pid: number, account: Account, socketDir: string): ChildProcess {
  const guard = spawn("/bin/sh", ["-c", GUARD, "clew-guardian", String(pid), socketDir], {
    ...account, cwd: "/", detached: true, stdio: ["pipe", "ignore", "ignore"],
  });
  guard.on("error", () => {});
  guard.unref();
  return guard;
}

// The caller holds the folder's lock, so a server still running on this cluster has lost its Clew.
async function stopLeftover(cluster: string, log: (line: string) => void): Promise<void> {
  let pid: number;
  try {
    pid = Number(readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")[0]);
  } catch {
    return;
  }
  if (!(pid > 1) || !alive(pid) || !commandOf(pid).includes(cluster)) return;
  const started = Date.now();
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    process.kill(pid, signal);
    if (await gone(pid, PATIENCE)) break;
  }
  log(`database: the server of an earlier Clew was stopped (${Date.now() - started} ms)`);
}

function startFailed(output: string, cluster: string): unknown {
  const known = fileProblem(new Error(output), cluster);
  if (known instanceof StartProblem) return known;
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const reason = lines.find((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? "";
  return new StartProblem({ zh: `数据库无法启动：${reason}`, en: `The database does not start: ${reason}` });
}
