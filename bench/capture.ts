import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startBare } from "./lib/bare.ts";
import { startClew } from "./lib/clew.ts";
import { benchFolder } from "./lib/folder.ts";
import { load } from "./lib/load.ts";
import { leadOf } from "./lib/people.ts";
import { median, report } from "./lib/report.ts";

const ROUNDS = 3;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 6);

const folder = benchFolder();
const clew = await startClew(folder);
const bare = await startBare(readFileSync(join(folder, "database.url"), "utf8").trim());
const json = { "content-type": "application/json" };
const keyed = { ...json, authorization: `Bearer ${clew.key}` };
let n = Number(process.env.BENCH_FROM ?? 0);
const body = () => JSON.stringify(leadOf(n++));
const round = async (connections: number) => ({
  bare: await load(bare.url, { connections, seconds: SECONDS, shot: () => ({ path: "/insert", method: "POST", headers: json, body: body() }) }),
  clew: await load(clew.url, { connections, seconds: SECONDS, shot: () => ({ path: "/api/v1/capture/api", method: "POST", headers: keyed, body: body() }) }),
});
try {
  // Both as they are in the middle of a day: what is called often has been compiled.
  for (let i = 0; i < 2; i++) await round(200);
  const many = [];
  const single = [];
  for (let i = 0; i < ROUNDS; i++) many.push(await round(200));
  const memory = clew.memory();
  for (let i = 0; i < ROUNDS; i++) single.push(await round(1));
  const errors = many.map((r) => r.clew.errors).filter((e) => Object.keys(e).length > 0);
  report("capture", [
    { work: "capture, full pipeline, 200 connections", clew: median(many.map((r) => r.clew.perSecond)), bare: median(many.map((r) => r.bare.perSecond)), unit: "/s", ratio: median(many.map((r) => r.clew.perSecond / r.bare.perSecond)), must: "≥ 0.7×", aim: "≥ 1.5×" },
    { work: "capture, one connection, p50", clew: median(single.map((r) => r.clew.p50)), bare: median(single.map((r) => r.bare.p50)), unit: "ms", ratio: median(single.map((r) => r.clew.p50 / r.bare.p50)), must: "≤ 6×", aim: "≤ 3×" },
    { work: "memory under 200 connections, Node process", clew: memory, unit: "MB", must: "≤ 450 MB", aim: "≤ 300 MB" },
  ], { errors, p95: many.map((r) => r.clew.p95) });
} finally {
  bare.stop();
  await clew.stop();
  rmSync(folder, { recursive: true, force: true });
}
