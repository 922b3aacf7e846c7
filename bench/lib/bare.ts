import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { freePort, until } from "./clew.ts";

/** Starts the bare limit as its own process: Fastify and pg on the same database, no checks. */
export async function startBare(databaseUrl: string): Promise<{ url: string; stop(): void }> {
  const port = await freePort();
  const child = fork(fileURLToPath(new URL("bare_server.ts", import.meta.url)), [databaseUrl, String(port)], { stdio: "inherit" });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/healthz`)).ok, 30_000);
  return { url, stop: () => void child.kill("SIGTERM") };
}
