import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startBare } from "./lib/bare.ts";
import { startClew } from "./lib/clew.ts";
import { load } from "./lib/load.ts";
import { manyLeads } from "./lib/many_leads.ts";
import { median, report } from "./lib/report.ts";

const COUNT = Number(process.env.BENCH_LEADS ?? 1_000_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const ROUNDS = 3;
// Kept between runs: filling it takes minutes.
const folder = fileURLToPath(new URL(`../.cache/bench-${COUNT}/`, import.meta.url));
mkdirSync(folder, { recursive: true });

const clew = await startClew(folder);
const databaseUrl = readFileSync(join(folder, "database.url"), "utf8").trim();
const post = async (path: string, body: unknown) => (await clew.call("POST", path, body)).json as { id: string; key: string };
const state = join(folder, "bench.json");
if (!existsSync(state)) {
  const team = (await post("/api/v1/teams", { name: "大区" })).id;
  const owners: string[] = [];
  for (let i = 0; i < 40; i++) owners.push((await post("/api/v1/people", { name: `销售${i}`, email: `rep${i}@example.cn`, role: "rep", team_id: team })).id);
  const manager = { email: "manager@example.cn", password: "a manager sees the team" };
  await post("/api/v1/people", { name: "主管", role: "manager", team_id: team, ...manager });
  const from = performance.now();
  await manyLeads(databaseUrl, COUNT, owners);
  console.log(`${COUNT} leads filled in: ${Math.round((performance.now() - from) / 1_000)} s`);
  writeFileSync(state, JSON.stringify({ owners, manager }));
}
const { owners, manager } = JSON.parse(readFileSync(state, "utf8")) as { owners: string[]; manager: { email: string; password: string } };
const signedIn = await fetch(`${clew.url}/api/auth/sign-in/email`, { method: "POST", headers: { "content-type": "application/json", origin: clew.url }, body: JSON.stringify(manager) });
const cookie = signedIn.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
const headers = { "content-type": "application/json", cookie, origin: clew.url };
const bare = await startBare(databaseUrl);
const client = new pg.Client(databaseUrl);
await client.connect();

try {
  const stages = ["contacted", "qualified", "accepted"];
  const fields = ["name", "company", "phone", "stage", "score", "source", "owner_id", "created_at"];
  const listSql = `select t.id, t.version, ${fields.map((f) => `t.${f}`).join(", ")}, t.pool_id from crm.lead t
    where t.stage = $1 and (t.owner_id = any($2::uuid[]) or (t.owner_id is null and t.pool_id = any($3::uuid[]))) order by t.score desc nulls last, t.id desc limit 21`;
  const pools = ["00000000-0000-7000-8000-000000000001"];
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) {
    rounds.push({
      bare: await load(bare.url, { connections: 20, seconds: SECONDS, shot: (n) => ({ path: "/query", method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ sql: listSql, params: [stages[n % 3], owners, pools] }) }) }),
      clew: await load(clew.url, { connections: 20, seconds: SECONDS, shot: (n) => ({ path: "/api/v1/records/lead/query", method: "POST", headers, body: JSON.stringify({ filter: { field: "stage", op: "is", value: stages[n % 3] }, sort: ["-score"], fields, limit: 20 }) }) }),
    });
  }
  const words = ["天东", "东方", "海科", "智云", "博雅", "盛鼎", "上海", "机械", "王伟", "李娜"];
  const search = await load(clew.url, { connections: 1, seconds: SECONDS, shot: (n) => ({ path: "/api/v1/records/lead/query", method: "POST", headers, body: JSON.stringify({ q: words[n % words.length], fields, limit: 20 }) }) });
  const groupSql = `select t.source, count(*) from crm.lead t where (t.owner_id = any($1::uuid[]) or (t.owner_id is null and t.pool_id = any($2::uuid[]))) group by 1 order by 2 desc limit 2000`;
  const grouping: { bare: number; clew: number }[] = [];
  for (let i = 0; i < 5; i++) {
    const a = performance.now();
    await client.query(groupSql, [owners, pools]);
    const b = performance.now();
    await (await fetch(`${clew.url}/api/v1/records/lead/aggregate`, { method: "POST", headers, body: JSON.stringify({ group_by: [{ field: "source" }] }) })).json();
    grouping.push({ bare: b - a, clew: performance.now() - b });
  }
  const { rows: some } = await client.query<{ id: string }>("select id from crm.lead where owner_id = any($1::uuid[]) order by created_at desc limit 200", [owners]);
  const paths = ["", "/timeline", "/receipts"];
  const page = await load(clew.url, { connections: 20, seconds: SECONDS, shot: (n) => ({ path: `/api/v1/records/lead/${some[n % some.length]?.id}${paths[n % 3]}`, headers }) });
  const problems = [...rounds.map((r) => r.clew.errors), search.errors, page.errors].filter((e) => Object.keys(e).length > 0);
  report("million", [
    { work: `list: filter + sort + page of 20, ${COUNT} leads, 20 connections`, clew: median(rounds.map((r) => r.clew.perSecond)), bare: median(rounds.map((r) => r.bare.perSecond)), unit: "/s", ratio: median(rounds.map((r) => r.clew.perSecond / r.bare.perSecond)), must: "≥ 0.4×", aim: "≥ 0.7×" },
    { work: "search two Chinese characters, p95", clew: search.p95, unit: "ms", must: "≤ 60 ms", aim: "≤ 20 ms" },
    { work: "group by source, with permissions", clew: median(grouping.map((g) => g.clew)), bare: median(grouping.map((g) => g.bare)), unit: "ms", ratio: median(grouping.map((g) => g.clew / g.bare)), must: "≤ 1.3×", aim: "≤ 1.1×" },
    { work: "lead page (record, timeline, receipts), one call, p95 at 20 connections", clew: page.p95, unit: "ms", must: "≤ 80 ms", aim: "≤ 30 ms" },
    { work: "memory after it, Node process", clew: clew.memory(), unit: "MB", must: "≤ 450 MB", aim: "≤ 300 MB" },
  ], { problems, search: { p50: search.p50, p99: search.p99 } });
} finally {
  await client.end();
  bare.stop();
  await clew.stop();
}
