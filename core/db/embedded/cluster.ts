import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileProblem, StartProblem } from "../problem.ts";
import { type Account, giveTo } from "./account.ts";
import { SERVER_ENV } from "./settings.ts";

/** The password file inside the cluster: it lives, moves and dies with the data it opens. */
const PASSWORD = "clew.password";

/**
 * Makes the cluster where there is none, complete or not at all, and returns the password of its role `clew`.
 * C.UTF-8 of the built-in provider sorts by code point, the same on every machine, and still knows all letters' cases.
 */
export function ensureCluster(options: { programs: string; cluster: string; account: Account; durable: boolean; log: (line: string) => void }): string {
  const { programs, cluster } = options;
  if (!existsSync(join(cluster, "PG_VERSION"))) create(options);
  checkVersion(programs, cluster);
  try {
    return readFileSync(join(cluster, PASSWORD), "utf8").trim();
  } catch (error) {
    throw new StartProblem({
      zh: `无法读取 ${cluster} 中的数据库密码；请用创建它的账户启动`,
      en: `The password of the database in ${cluster} cannot be read; start as the account that made it`,
    }, { cause: error });
  }
}

function create({ programs, cluster, account, durable, log }: { programs: string; cluster: string; account: Account; durable: boolean; log: (line: string) => void }): void {
  const started = Date.now();
  const half = `${cluster}.new`;
  const passwordFile = `${cluster}.password`;
  try {
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { recursive: true, mode: 0o700 });
    const password = randomBytes(24).toString("base64url");
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    giveTo(account, half);
    giveTo(account, passwordFile);
    const result = spawnSync(join(programs, "initdb"), [
      "-D", half, "-U", "clew", "--pwfile", passwordFile, "--auth=scram-sha-256", "--encoding=UTF8",
      "--text-search-config=simple", ...localeFlags(majorOf(programs)),
      ...(durable ? [] : ["--no-sync"]),
    ], { ...account, cwd: "/", env: SERVER_ENV, encoding: "utf8" });
    if (result.status !== 0) throw failed(result.stderr || String(result.error ?? ""), dirname(cluster));
    renameSync(passwordFile, join(half, PASSWORD));
    chmodSync(join(half, PASSWORD), 0o600);
    rmSync(cluster, { recursive: true, force: true });
    renameSync(half, cluster);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    rmSync(passwordFile, { force: true });
    throw fileProblem(error, dirname(cluster));
  }
  log(`database created (${Date.now() - started} ms)`);
}

// The built-in provider came with version 17; older ones have the C library's locale of the same order.
function localeFlags(major: number): string[] {
  return major >= 17 ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : ["--locale=C.UTF-8"];
}

function majorOf(programs: string): number {
  const version = spawnSync(join(programs, "postgres"), ["-V"], { env: SERVER_ENV, encoding: "utf8" }).stdout ?? "";
  return Number(/(\d+)/.exec(version)?.[1]);
}

function checkVersion(programs: string, cluster: string): void {
  const stored = Number(readFileSync(join(cluster, "PG_VERSION"), "utf8"));
  const major = majorOf(programs);
  if (Number.isNaN(major) || major === stored) return;
  throw new StartProblem({
    zh: `数据由 PostgreSQL ${stored} 创建，而此版本的 Clew 使用 PostgreSQL ${major}；请用旧版本备份后再恢复`,
    en: `The data was made by PostgreSQL ${stored} and this Clew brings PostgreSQL ${major}; back it up with the older Clew and restore it here`,
  });
}

function failed(output: string, folder: string): unknown {
  const known = fileProblem(new Error(output), folder);
  if (known instanceof StartProblem) return known;
  const reason = output.split("\n").find((line) => /error|fatal/i.test(line)) ?? output.slice(0, 300);
  return new StartProblem({ zh: `无法创建数据库：${reason}`, en: `The database could not be created: ${reason}` });
}
