import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { serverFlags } from "../scripts/node_flags.mjs";

// `npm run bench` runs every measure, one after the other; `npm run bench -- NAME …` only those named; options go to the measure.
// Each runs as the server does: some hold a house of their own.
const ALL = ["start", "capture", "import", "million", "people", "sweep", "simulate", "rescore", "web", "predict", "train", "duplicates", "crash", "fuzz"];

const given = process.argv.slice(2);
const first = given.findIndex((one) => one.startsWith("--"));
const wanted = first < 0 ? given : given.slice(0, first);
const options = first < 0 ? [] : given.slice(first);
const unknown = wanted.find((name) => !ALL.includes(name));
if (unknown) {
  console.error(`There is no measure "${unknown}". The measures: ${ALL.join(", ")}`);
  process.exit(2);
}
let failed = 0;
for (const name of wanted.length > 0 ? wanted : ALL) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, [...serverFlags, fileURLToPath(new URL(`${name}.ts`, import.meta.url)), ...options], { stdio: "inherit" });
  if (status !== 0) failed++;
}
process.exit(failed > 0 ? 1 : 0);
