import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, test } from "vitest";
import { temporaryFolder } from "../setup/folder.ts";
import { endAll, hold, query } from "./held.ts";

const { path: base, remove } = temporaryFolder();
const main = fileURLToPath(new URL("../../apps/cli/main.ts", import.meta.url));
afterEach(endAll);
afterAll(remove);

/** Runs a command of Clew to its end, in an environment of its own. */
function clew(verb: string, env: Record<string, string>): Promise<{ code: number | null; says: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, verb], { env: { PATH: process.env.PATH, CLEW_DATA_DIR: join(base, "数据"), CLEW_LOCALE: "en", ...env }, cwd: base });
    let says = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (says += text));
    child.on("close", (code) => resolve({ code, says }));
  });
}

test("an environment that cannot be used is one sentence in the person's language, and a failure", async () => {
  expect(await clew("migrate", { PORT: "http" })).toEqual({ code: 1, says: expect.stringMatching(/^The value "http" of PORT .*\n$/) });
  expect(await clew("migrate", { PORT: "http", CLEW_LOCALE: "zh-CN" })).toMatchObject({ code: 1, says: expect.stringContaining("环境变量 PORT") });
});

test("a database that cannot be reached is one sentence without its password", async () => {
  const answer = await clew("migrate", { DATABASE_URL: "postgres://clew:hunter2@127.0.0.1:1/clew" });
  expect(answer).toEqual({ code: 1, says: expect.stringMatching(/^The database at postgres:\/\/clew:\*\*\*@127.0.0.1:1\/clew cannot be reached .*\n$/) });
});

test("a command that does not exist lists the ones that do", async () => {
  expect(await clew("migrat", {})).toMatchObject({ code: 2, says: expect.stringContaining("migrate") });
});

test("a command beside a running Clew uses its database and leaves it running", async () => {
  const running = hold(join(base, "running"));
  const { url } = await running.next("url");
  expect(await clew("migrate", { CLEW_DATA_DIR: join(base, "running") })).toEqual({ code: 0, says: "The database is up to date\n" });
  expect(await query(url, "select count(*) > 0 as migrated from clew.migration")).toEqual([{ migrated: true }]);
});

test.each([
  ["a rejection", "Promise.reject(new Error('the outer', { cause: new Error('the reason inside') }))"],
  ["an exception", "(() => { throw new Error('the outer', { cause: new Error('the reason inside') }) })()"],
])("%s nobody caught is logged with its cause, and the process stops in order with a failure", async (_, fault) => {
  const child = spawn(process.execPath, ["--import", `data:text/javascript,process.on("SIGUSR2",()=>${encodeURIComponent(fault)})`, main, "start"], {
    env: { PATH: process.env.PATH, CLEW_DATA_DIR: join(base, "fault"), CLEW_LOCALE: "en", PORT: "0", LOG_LEVEL: "warn" }, cwd: base,
  });
  let says = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (says += text));
  const ended = new Promise<number | null>((resolve) => void child.once("exit", (code) => resolve(code)));
  await expect.poll(() => says, { timeout: 60_000, interval: 50 }).toContain("Clew → ");
  child.kill("SIGUSR2");
  expect(await ended).toBe(70);
  expect(says).toMatch(/the outer/);
  expect(says).toMatch(/the reason inside/);
  expect(says).toContain("Stopping …");
  // The next start finds the database stopped, not recovering from a crash.
  expect(await clew("migrate", { CLEW_DATA_DIR: join(base, "fault") })).toMatchObject({ code: 0, says: expect.not.stringMatching(/recover/i) });
}, 120_000);

test("a port that is taken is one sentence", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => void other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  const answer = await clew("start", { PORT: String(port) });
  other.close();
  expect(answer.code).toBe(1);
  expect(answer.says).toContain(`Port ${port} is taken`);
});
