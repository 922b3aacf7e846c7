import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// `npm run bench` runs every measure, one after the other; `npm run bench -- NAME …` only those named.
const ALL = ["start", "capture", "import", "million", "people", "sweep", "web", "duplicates"];

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !ALL.includes(name));
if (unknown) {
  console.error(`There is no measure "${unknown}". The measures: ${ALL.join(", ")}`);
  process.exit(2);
}
let failed = 0;
for (const name of wanted.length > 0 ? wanted : ALL) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(`${name}.ts`, import.meta.url))], { stdio: "inherit" });
  if (status !== 0) failed++;
}
process.exit(failed > 0 ? 1 : 0);
