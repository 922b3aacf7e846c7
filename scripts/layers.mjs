// Checks the direction of imports between rooms, the order of rooms inside leads/, and that no imports form a cycle.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./steps.mjs";

const ROOMS = ["core", "flows", "leads", "insight", "connect", "apps", "web", "test", "bench"];
const MAY_IMPORT = {
  "core/language": ["core/language"],
  core: ["core", "core/language"],
  flows: ["flows", "core", "core/language"],
  leads: ["leads", "flows", "core", "core/language"],
  insight: ["insight", "flows", "core", "core/language"],
  connect: ["connect", "flows", "core", "core/language"],
  apps: ["apps", "leads", "insight", "connect", "flows", "core", "core/language"],
  web: ["web", "core/language"],
};
/** The order of a lead's life: a room may call later ones; capture runs the whole pipeline. */
const LIFE = ["capture", "cleanse", "score", "route", "pool", "sla", "tasks", "nurture", "convert", "timeline"];
const IMPORT = /(?:^|[\n;])\s*(import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s*)?["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']\s*\)/g;

/** Every import of a source text: what it names and whether only types come over. */
export function importsOf(source) {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  return [...code.matchAll(IMPORT)].map((match) => ({ target: match[3] ?? match[4], typeOnly: match[2] !== undefined, lazy: match[4] !== undefined }));
}

function roomOf(path) {
  if (path.startsWith("core/language/")) return "core/language";
  const first = path.split("/")[0];
  return ROOMS.includes(first) ? first : null;
}

/** What is wrong with one import between two files of ours (paths from the root); null when it is right. */
export function judge(from, to, typeOnly) {
  const [room, target] = [roomOf(from), roomOf(to)];
  if (room === null || target === null || room === "test" || room === "bench" || /\.test\.tsx?$/.test(from)) return null;
  if (room === "core/language" && to === "core/refusal.ts") return null;
  if (room === "web" && typeOnly && (target === "core" || /^apps\/contract(\.ts$|\/)/.test(to))) return null;
  if (!MAY_IMPORT[room].includes(target)) return `${room} must not import ${target}`;
  if (room !== "leads" || target !== "leads") return null;
  const [mine, theirs] = [LIFE.indexOf(from.split("/")[1]), LIFE.indexOf(to.split("/")[1])];
  if (mine >= 0 && theirs >= 0 && theirs < mine) return `leads/${LIFE[mine]} must not call back into leads/${LIFE[theirs]}; use an event`;
  return null;
}

/** What is wrong with importing a package; null when it is right. */
export function judgePackage(from, name) {
  const room = roomOf(from);
  if (room === null || room === "test" || room === "bench" || /\.test\.tsx?$/.test(from)) return null;
  if (/^(fastify$|@fastify\/)/.test(name) && room !== "apps") return "only apps may import fastify";
  if (name.startsWith("node:") && (room === "core/language" || room === "web")) return "the browser has no node: modules";
  return null;
}

/** The first cycle found, as a list of files; null when there is none. */
export function findCycle(graph) {
  const state = new Map();
  const path = [];
  function visit(file) {
    if (state.get(file) === "done") return null;
    if (state.get(file) === "open") return [...path.slice(path.indexOf(file)), file];
    state.set(file, "open");
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    path.pop();
    state.set(file, "done");
    return null;
  }
  for (const file of graph.keys()) {
    const cycle = visit(file);
    if (cycle) return cycle;
  }
  return null;
}

function sources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sources(join(folder, entry.name));
    return /\.tsx?$/.test(entry.name) ? [join(folder, entry.name)] : [];
  });
}

function main() {
  const problems = [];
  const graph = new Map();
  for (const file of ROOMS.flatMap((room) => sources(join(root, room)))) {
    const from = relative(root, file);
    const targets = [];
    for (const { target, typeOnly, lazy } of importsOf(readFileSync(file, "utf8"))) {
      const ours = target.startsWith(".");
      const to = ours ? relative(root, join(dirname(file), target)) : target;
      const problem = ours ? judge(from, to, typeOnly) : judgePackage(from, target);
      if (problem) problems.push(`${from}: ${problem} (${target})`);
      // A page loaded on demand may know the list that loads it.
      if (ours && !lazy) targets.push(to);
    }
    graph.set(from, targets);
  }
  const cycle = findCycle(graph);
  if (cycle) problems.push(`imports form a cycle: ${cycle.join(" → ")}`);
  for (const problem of problems) console.log(problem);
  console.log(`${graph.size} files, ${problems.length} problems`);
  process.exit(problems.length > 0 ? 1 : 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
