// Everything CI runs, one after the other; the last line is the sum. Each check counts as one test.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "./check.mjs";
import { collect, root, say, seconds } from "./steps.mjs";

const total = { passed: 0, failed: 0, skipped: 0 };
const reports = mkdtempSync(join(tmpdir(), "clew-report-"));

function add(counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
}

/** Runs vitest with its own words on the terminal and counts from its report. */
async function suite(title, args, env = {}) {
  console.log(`\n${title}`);
  const started = Date.now();
  const report = join(reports, `${Date.now()}.json`);
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const code = await new Promise((resolve) => {
    const child = spawn(process.execPath, [vitest, "run", "--passWithNoTests", "--reporter=dot", "--reporter=json", `--outputFile.json=${report}`, ...args], {
      cwd: root, stdio: "inherit", env: { ...process.env, NODE_ENV: "test", ...env },
    });
    child.on("error", () => resolve(1));
    child.on("exit", (status) => resolve(status ?? 1));
  });
  const counts = countsOf(report, code);
  add(counts);
  console.log(`${code === 0 ? "✓" : "✗"} ${title}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds(started)})`);
}

function countsOf(report, code) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  if (existsSync(report)) {
    for (const file of JSON.parse(readFileSync(report, "utf8")).testResults) {
      for (const { status } of file.assertionResults) counts[status === "passed" || status === "failed" ? status : "skipped"]++;
      // A file that could not even be loaded has no tests to fail.
      if (file.status === "failed" && !file.assertionResults.some((each) => each.status === "failed")) counts.failed++;
    }
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** Chromium and a Chinese font for the browser tests: installed when we may, asked for when not. */
async function ensureBrowser() {
  if (!existsSync(join(root, "test/browser"))) return;
  const onPath = (name) => spawnSync("sh", ["-c", `command -v ${name}`], { stdio: "ignore" }).status === 0;
  const missing = [
    ...(process.env.CLEW_CHROMIUM || ["chromium", "chromium-browser", "google-chrome"].some(onPath) ? [] : ["chromium"]),
    ...(spawnSync("sh", ["-c", "fc-list :lang=zh | grep -q ."]).status === 0 ? [] : ["fonts-noto-cjk"]),
  ];
  if (missing.length === 0) return;
  const started = Date.now();
  if (process.getuid?.() === 0 && onPath("apt-get")) {
    say(`正在安装浏览器测试所需的 ${missing.join("、")}……`, `Installing ${missing.join(" and ")} for the browser tests …`);
    const { code } = await collect("sh", ["-c", `apt-get update -q && apt-get install -y -q --no-install-recommends ${missing.join(" ")}`], { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    if (code === 0) return say(`已安装（${seconds(started)}）`, `Installed (${seconds(started)})`);
  }
  say(`缺少 ${missing.join("、")}，浏览器测试将跳过；请用系统的软件包管理器安装`, `${missing.join(" and ")} missing: browser tests are skipped; install with the system's package manager`);
}

/** Programs of a PostgreSQL 15 or newer on this machine: the oldest one, as that is the one to keep working. */
function serverPrograms() {
  const debian = "/usr/lib/postgresql";
  const folders = [
    ...(existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(a) - Number(b)).map((version) => join(debian, version, "bin")) : []),
    ...(process.env.PATH ?? "").split(":").filter((folder) => existsSync(join(folder, "pg_ctl"))),
  ];
  for (const folder of folders) {
    const version = /(\d+)/.exec(spawnSync(join(folder, "postgres"), ["-V"], { encoding: "utf8" }).stdout ?? "")?.[1];
    if (Number(version) >= 15 && existsSync(join(folder, "initdb"))) return { folder, version };
  }
  return null;
}

console.log("checks");
add(await check());
await ensureBrowser();
await suite("tests on the embedded PostgreSQL", []);
const server = serverPrograms();
if (server) {
  await suite(`stories on PostgreSQL ${server.version}`, ["--project=story", "--exclude=test/boot/**", "--exclude=test/browser/**"], { CLEW_TEST_DATABASE_PROGRAMS: server.folder });
} else {
  total.skipped++;
  console.log("\n- stories on an external PostgreSQL: skipped, no server programs of version 15 or newer on this machine");
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
