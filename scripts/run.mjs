// The one door of the npm scripts. Runs on Node 20: installs and builds what is missing, then hands over to the pinned Node.
import { join } from "node:path";
import { serverFlags } from "./node_flags.mjs";
import { become, ensureInstalled, ensureWeb, fail, pinnedNode, root } from "./steps.mjs";

const [verb, ...args] = process.argv.slice(2);
const program = (path) => join(root, path);
const verbs = {
  start: { web: true, run: [...serverFlags, program("apps/cli/main.ts"), "start"] },
  demo: { web: true, run: [...serverFlags, program("apps/cli/main.ts"), "demo"] },
  clew: { run: [program("apps/cli/main.ts")] },
  bench: { web: true, run: [program("bench/run.ts")] },
  dev: { run: [program("scripts/dev.mjs")] },
  check: { run: [program("scripts/check.mjs")] },
  test: { web: true, run: [program("scripts/test.mjs")] },
};

if (Number(process.versions.node.split(".")[0]) < 20) {
  fail(`需要 Node.js 20 或更新版本，当前为 ${process.version}`, `Clew needs Node.js 20 or newer; this is ${process.version}`);
}
const chosen = Object.hasOwn(verbs, verb) ? verbs[verb] : fail(`没有命令“${verb ?? ""}”`, `There is no command "${verb ?? ""}"; there are ${Object.keys(verbs).join(", ")}`);
await ensureInstalled();
if (chosen.web) await ensureWeb();
become(pinnedNode(), [...chosen.run, ...args]);
