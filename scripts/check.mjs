// Types, lint, layers, dead code: everything that needs no database. Each is one check; the exit code tells whether all passed.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { collect, root, seconds } from "./steps.mjs";

const tool = (path, ...args) => [process.execPath, [join(root, "node_modules", path), ...args]];
const CHECKS = {
  types: tool("typescript/bin/tsc", "-p", root),
  lint: tool("oxlint/bin/oxlint", "--deny-warnings"),
  layers: [process.execPath, [join(root, "scripts/layers.mjs")]],
  "dead code": tool("knip/bin/knip.js", "--no-progress"),
};

/** Runs every check and prints one line each, with the findings of those that failed. */
export async function check() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, [command, args]] of Object.entries(CHECKS)) {
    const started = Date.now();
    const { code, output } = await collect(command, args);
    counts[code === 0 ? "passed" : "failed"]++;
    console.log(`${code === 0 ? "✓" : "✗"} ${name} (${seconds(started)})`);
    if (code !== 0) console.log(output.trim());
  }
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit((await check()).failed > 0 ? 1 : 0);
