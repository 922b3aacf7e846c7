import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchFolder } from "./folder.ts";
import { report } from "./report.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Runs test files in their long form, which `settings` (environment variables) ask for; reports as measure `name` and ends the program as the tests ended. */
export function longTests(name: string, work: string, files: readonly string[], settings: Record<string, string>): never {
  const folder = benchFolder();
  const file = join(folder, "report.json");
  const from = performance.now();
  const { status } = spawnSync(process.execPath, [
    join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--project", "story", "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`, ...files,
  ], { cwd: ROOT, stdio: "inherit", env: { ...process.env, NODE_ENV: "test", ...settings } });
  const { testResults } = JSON.parse(readFileSync(file, "utf8")) as { testResults: { assertionResults: { status: string }[] }[] };
  const of = (wanted: string) => testResults.flatMap((one) => one.assertionResults).filter((one) => one.status === wanted).length;
  rmSync(folder, { recursive: true, force: true });
  report(name, [
    { work: `${work}: passed`, clew: of("passed"), unit: "tests" },
    { work: "failed", clew: of("failed"), unit: "tests", must: "0" },
    { work: "took", clew: (performance.now() - from) / 1_000, unit: "s" },
  ]);
  process.exit(status ?? 1);
}
