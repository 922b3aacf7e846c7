// What the scripts share. Runs on Node 20 before anything is installed: no dependencies, no TypeScript.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const locale = process.env.CLEW_LOCALE || process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || "";

/** One line for the person at the terminal, in the language it is set to. */
export function say(zh, en) {
  process.stderr.write(`${locale.startsWith("zh") ? zh : en}\n`);
}

/** Ends with one sentence. */
export function fail(zh, en) {
  say(zh, en);
  process.exit(1);
}

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Installs the packages when they are missing or are not the ones the lockfile names. */
export async function ensureInstalled() {
  if (installed()) return;
  // npm would empty the folder behind a link, which belongs to another checkout.
  if (isLink(join(root, "node_modules"))) return say("node_modules 是链接，且与 package-lock.json 不一致；按现状继续", "node_modules is a link and does not match package-lock.json; going on with what is there");
  say("正在安装依赖（npm ci，只在首次或更新后需要，约一分钟）……", "Installing packages (npm ci; only the first time and after updates, about a minute) …");
  const started = Date.now();
  // npm puts its own location into the environment of the scripts it runs; without it, the one on the PATH.
  const npm = process.env.npm_execpath?.endsWith("npm-cli.js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const { code, output } = await collect(npm[0], [...npm.slice(1), "ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (code === 0) return say(`依赖已安装（${seconds(started)}）`, `Packages installed (${seconds(started)})`);
  if (code === "ENOENT") fail("没有找到 npm；请安装 Node.js 20 或更新版本（自带 npm）", "npm was not found; install Node.js 20 or newer, which brings it");
  if (/ENOSPC|No space left|EDQUOT/.test(output)) fail("磁盘空间已满，依赖无法安装；请腾出约 1 GB 后重试", "The disk is full and packages cannot be installed; free about 1 GB and try again");
  if (/EACCES|EPERM|EROFS|Read-only/.test(output)) fail(`没有写入 ${root} 的权限，依赖无法安装`, `There is no permission to write to ${root}, so packages cannot be installed`);
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|network/i.test(output)) {
    fail("无法连接 npm 软件源，依赖无法安装；请检查网络或 npm 的 registry、proxy 设置后重试", "The npm registry cannot be reached, so packages cannot be installed; check the network, or npm's registry and proxy settings, and try again");
  }
  process.stderr.write(`${output.split("\n").slice(0, 15).join("\n")}\n`);
  fail("依赖安装失败，npm 的输出见上", "Packages could not be installed; npm's words are above");
}

/** The pinned Node that the package `node` brought; the running one when it is new enough and the other is missing. */
export function pinnedNode() {
  const pinned = join(root, "node_modules", "node", "bin", "node");
  if (existsSync(pinned) && spawnSync(pinned, ["-v"]).status === 0) return pinned;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  fail("缺少 Node 24（由 npm 安装脚本提供，可能被禁用）；请运行 npm rebuild node，或改用 Node 24", "Node 24 is missing: its install script did not run; run npm rebuild node, or use Node 24");
}

/** Builds the web app when it is missing or older than what it is made of. */
export async function ensureWeb() {
  const web = join(root, "web");
  if (!existsSync(web)) return;
  const built = join(root, "dist", "web", "index.html");
  const sources = ["web", "core/language", "apps/contract", "apps/contract.ts", "package-lock.json", "vite.config.ts"];
  const age = existsSync(built) ? statSync(built).mtimeMs : 0;
  if (age > 0 && sources.every((each) => newest(join(root, each)) <= age)) return;
  say("正在构建网页……", "Building the web app …");
  const started = Date.now();
  const config = ["vite.config.ts", "web/vite.config.ts"].map((each) => join(root, each)).find(existsSync);
  const { code, output } = await collect(pinnedNode(), [join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn", ...(config ? ["--config", config] : [])]);
  if (code === 0) return say(`网页已构建（${seconds(started)}）`, `Web app built (${seconds(started)})`);
  if (/ENOSPC|No space left/.test(output)) fail("磁盘空间已满，网页无法构建", "The disk is full and the web app cannot be built");
  if (/EACCES|EPERM|EROFS/.test(output)) fail(`没有写入 ${join(root, "dist")} 的权限，网页无法构建`, `There is no permission to write to ${join(root, "dist")}, so the web app cannot be built`);
  process.stderr.write(`${output.split("\n").slice(-30).join("\n")}\n`);
  fail("网页构建失败，原因见上", "The web app could not be built; the reason is above");
}

/**
 * Becomes another program as far as Node allows: same terminal, signals passed on, same exit code. The child also holds a
 * channel to us, whose end tells it that we were killed; and under npm we end when npm is killed.
 */
export function become(command, args, env = process.env) {
  const child = spawn(command, args, { cwd: root, env, stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`无法运行 ${command}：${error.message}`, `${command} cannot be run: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGKILL" ? 137 : 1)));
  if (!process.env.npm_lifecycle_event) return;
  const first = ancestors();
  setInterval(() => ancestors() !== first && child.kill("SIGTERM"), 1000).unref();
}

// npm runs scripts through a shell, so its own death shows one step further up.
function ancestors() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]}`;
  } catch {
    return String(process.ppid);
  }
}

/** Runs a program to its end; its words are returned together. The code is a system error's name when it cannot be run. */
export function collect(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: error.code ?? 1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

// By content, not by date: a checkout gives every file a new date.
function installed() {
  try {
    const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
    const found = JSON.parse(readFileSync(join(root, "node_modules/.package-lock.json"), "utf8")).packages;
    return Object.entries(wanted).every(([path, each]) => path === "" || (found[path] ? found[path].version === each.version : each.optional));
  } catch {
    return false;
  }
}

function isLink(path) {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).filter((name) => !/\.test\.tsx?$/.test(name)).map((name) => newest(join(path, name))));
}
