import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { serverFlags } from "../../scripts/node_flags.mjs";

export interface Running {
  url: string;
  pid: number;
  /** Milliseconds from spawning to the first good answer. */
  started: number;
  /** Session cookie of the administrator. */
  cookie: string;
  /** Bearer of an administrator's API key. */
  key: string;
  /** Resident memory of the Node process, MB. */
  memory(): number;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; json: never }>;
  stop(): Promise<void>;
}

export const ADMIN = { email: "bench@example.cn", password: "a bench is a long seat" };
const MAIN = fileURLToPath(new URL("../../apps/cli/main.ts", import.meta.url));

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Starts Clew as its own process on a data folder, as its users do, and signs in. */
export async function startClew(dataDir: string, verb: "start" | "demo" = "start"): Promise<Running> {
  const port = await freePort();
  const from = performance.now();
  const child: ChildProcess = spawn(process.execPath, [...serverFlags, MAIN, verb], {
    env: { ...process.env, PORT: String(port), CLEW_DATA_DIR: dataDir, CLEW_ADMIN_EMAIL: ADMIN.email, CLEW_ADMIN_PASSWORD: ADMIN.password, NODE_ENV: "production" }, stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/readyz`)).ok, 180_000, () => child.exitCode !== null);
  const started = performance.now() - from;
  const signIn = await fetch(`${url}/api/auth/sign-in/email`, { method: "POST", headers: { "content-type": "application/json", origin: url }, body: JSON.stringify(ADMIN) });
  if (!signIn.ok) throw new Error(`signing in: ${signIn.status} ${await signIn.text()}`);
  const cookie = signIn.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${url}${path}`, { method, headers: { cookie, origin: url, ...(body === undefined ? {} : { "content-type": "application/json" }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, json: (await answer.json()) as never };
  };
  const made = await call("POST", "/api/v1/api-keys", { name: `bench ${Date.now()}`, role: "admin" });
  return {
    url, pid: child.pid as number, started, cookie, key: (made.json as { key: string }).key, call,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) / 1_024,
    stop: () => new Promise((resolve) => {
      if (child.exitCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill("SIGTERM");
    }),
  };
}

export async function until(ready: () => Promise<boolean>, most: number, gone: () => boolean = () => false): Promise<void> {
  const end = Date.now() + most;
  while (Date.now() < end) {
    if (await ready().catch(() => false)) return;
    if (gone()) throw new Error("the process has ended");
    await new Promise((r) => setTimeout(r, 50));
  }
  throw new Error("it did not come up in time");
}
