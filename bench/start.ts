import { rmSync } from "node:fs";
import { startEmbedded } from "../core/db/embedded.ts";
import { startClew } from "./lib/clew.ts";
import { benchFolder } from "./lib/folder.ts";
import { median, report } from "./lib/report.ts";

// A start with data, warm, against the start of PostgreSQL alone on the same folder.
const folder = benchFolder();
await (await startClew(folder)).stop();
const rounds = [];
for (let i = 0; i < 3; i++) {
  const from = performance.now();
  const bare = await startEmbedded({ dataDir: folder, log: () => {} });
  const server = performance.now() - from;
  await bare.stop();
  const clew = await startClew(folder);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  rounds.push({ server, clew: clew.started, memory: clew.memory() });
  await clew.stop();
}
rmSync(folder, { recursive: true, force: true });
report("start", [
  { work: "start with data, warm: more than PostgreSQL", clew: median(rounds.map((r) => r.clew - r.server)), bare: median(rounds.map((r) => r.server)), unit: "ms", must: "≤ 2000 ms", aim: "≤ 1000 ms" },
  { work: "memory at rest, Node process", clew: median(rounds.map((r) => r.memory)), unit: "MB", must: "≤ 250 MB", aim: "≤ 150 MB" },
]);
