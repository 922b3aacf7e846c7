import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchFolder } from "./lib/folder.ts";
import { report } from "./lib/report.ts";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 20);
const ROOT = fileURLToPath(new URL("..", import.meta.url));

// Nothing lost, the long way: what test/crash does twice with 50 connections, many times with 200; and pools driven by every path at once.
const folder = benchFolder();
const file = join(folder, "report.json");
const from = performance.now();
const { status } = spawnSync(process.execPath, [
  join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--project", "story", "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`, "test/crash", "test/stories/pool_property.test.ts",
], { cwd: ROOT, stdio: "inherit", env: { ...process.env, NODE_ENV: "test", CLEW_CRASH_ROUNDS: String(ROUNDS), CLEW_POOL_ROUNDS: String(ROUNDS * 8) } });
const { testResults } = JSON.parse(readFileSync(file, "utf8")) as { testResults: { assertionResults: { status: string }[] }[] };
const of = (wanted: string) => testResults.flatMap((one) => one.assertionResults).filter((one) => one.status === wanted).length;
rmSync(folder, { recursive: true, force: true });
report("crash", [
  { work: `kill -9 of Clew, of PostgreSQL alone and in an import, ${ROUNDS} times each with 200 connections; merges, full disk, pools at once: passed`, clew: of("passed"), unit: "tests" },
  { work: "failed", clew: of("failed"), unit: "tests", must: "0" },
  { work: "took", clew: (performance.now() - from) / 1_000, unit: "s" },
]);
process.exit(status ?? 1);
