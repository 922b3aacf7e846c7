import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { runningUrl, startEmbedded } from "../../core/db/embedded.ts";
import { alive, gone } from "../../core/db/embedded/processes.ts";
import { temporaryFolder } from "../setup/folder.ts";
import { endAll, hold, query } from "./held.ts";

const { path: base, remove } = temporaryFolder();
const folder = (name: string) => join(base, name);
const socketDir = (url: unknown) => decodeURIComponent(/@([^/]+)\//.exec(url as string)?.[1] ?? "");
const quiet = () => {};

afterEach(endAll);
afterAll(remove);

test("what was committed is there after kill -9 of Clew, and nothing of it keeps running", async () => {
  const first = hold(folder("killed"));
  const { url, pid } = await first.next("url");
  await query(url, "create table kept (id int); insert into kept values (1)");
  first.signal("SIGKILL");
  expect(await gone(pid as number, 8_000)).toBe(true);
  await expect.poll(() => existsSync(socketDir(url)), { timeout: 5_000 }).toBe(false);

  const second = await startEmbedded({ dataDir: folder("killed"), log: quiet });
  expect(await query(second.url, "select id from kept")).toEqual([{ id: 1 }]);
  await second.stop();
});

test("a start right after kill -9 does not wait for anybody to clean up", async () => {
  const first = hold(folder("at once"));
  const { url, pid } = await first.next("url");
  await query(url, "create table kept (id int); insert into kept values (1)");
  first.signal("SIGKILL");
  await first.gone;
  const second = await startEmbedded({ dataDir: folder("at once"), log: quiet });
  expect(alive(pid as number)).toBe(false);
  expect(await query(second.url, "select id from kept")).toEqual([{ id: 1 }]);
  await second.stop();
});

test("a second Clew on the same data folder is refused in one sentence and disturbs nobody", async () => {
  const first = await startEmbedded({ dataDir: folder("shared"), log: quiet });
  const second = await hold(folder("shared")).next("refused");
  expect(second.refused).toMatch(/shared is in use by another Clew \(process \d+\)/);
  expect(second.name).toBe("StartProblem");
  expect(runningUrl(folder("shared"))).toBe(first.url);
  expect(await query(first.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await first.stop();
  expect(runningUrl(folder("shared"))).toBeNull();
});

test("a lock whose process id now belongs to another program is void", async () => {
  const dataDir = folder("stale");
  await (await startEmbedded({ dataDir, log: quiet })).stop();
  writeFileSync(join(dataDir, "clew.lock"), `${process.ppid} 12345\n`);
  const again = await startEmbedded({ dataDir, log: quiet });
  await again.stop();
  expect(existsSync(join(dataDir, "clew.lock"))).toBe(false);
});

test("the data folder may have spaces, Chinese characters and a path longer than a socket's", async () => {
  const dataDir = join(base, "路径 with space", "很长的文件夹名称".repeat(8), "it's \"data\"");
  const embedded = await startEmbedded({ dataDir, log: quiet });
  expect(await query(embedded.url, "select lower('É') as letter, current_setting('fsync') as fsync")).toEqual([{ letter: "é", fsync: "on" }]);
  await embedded.stop();
});

test("when the server alone is killed, Clew hears of it and brings it back with every commit", async () => {
  const clew = hold(folder("server killed"));
  const { url, pid } = await clew.next("url");
  await query(url, "create table kept (id int); insert into kept values (1)");
  process.kill(pid as number, "SIGKILL");
  await clew.next("exited");
  await clew.next("restarted");
  expect(await query(url, "select id from kept")).toEqual([{ id: 1 }]);
  clew.signal("SIGINT");
  await clew.next("stopped");
});

test("Ctrl-C reaches Clew first: the server stays until Clew stops it", async () => {
  const clew = hold(folder("interrupted"));
  const { pid } = await clew.next("url");
  clew.signal("SIGINT");
  expect(await clew.next("stopped")).toEqual({ stopped: true, there: true });
  expect(alive(pid as number)).toBe(false);
});

test("the password and the address are readable by the account alone", async () => {
  const dataDir = folder("private");
  const embedded = await startEmbedded({ dataDir, log: quiet });
  const modes = ["database.url", "postgres/clew.password"].map((name) => statSync(join(dataDir, name)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600]);
  expect(statSync(socketDir(embedded.url)).mode & 0o777).toBe(0o700);
  await embedded.stop();
});

test("a data folder that is a file is refused in one sentence", async () => {
  writeFileSync(folder("file"), "");
  await expect(startEmbedded({ dataDir: folder("file"), log: quiet })).rejects.toThrow("file is not a folder; set CLEW_DATA_DIR");
});
