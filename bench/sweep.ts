import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startClew, until } from "./lib/clew.ts";
import { manyLeads } from "./lib/many_leads.ts";
import { report } from "./lib/report.ts";

// 100,000 response clocks fall due while nobody is there; the next start sweeps them.
const CLOCKS = Number(process.env.BENCH_CLOCKS ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), "clew-bench-"));
let clew = await startClew(folder);
const post = async (path: string, body: unknown) => (await clew.call("POST", path, body)).json as { id: string };
const owners: string[] = [];
for (let i = 0; i < 50; i++) owners.push((await post("/api/v1/people", { name: `销售${i}`, email: `rep${i}@example.cn`, role: "rep" })).id);
const databaseUrl = () => readFileSync(join(folder, "database.url"), "utf8").trim();
await manyLeads(databaseUrl(), Math.ceil(CLOCKS * 1.5), owners);
const client = new pg.Client(databaseUrl());
await client.connect();
await client.query(`insert into clew.clock (id, lead_id, clock, step, owner_id, policy_version, started_at, due_at, state, steps, fire_at)
  select gen_random_uuid(), id, 'first_response', 'first_response', owner_id, 1, now() - interval '2 hours', now() - interval '1 hour', 'running',
    jsonb_build_array(jsonb_build_object('id', 'half', 'at', now() + interval '5 seconds', 'do', 'notify_owner'), jsonb_build_object('id', 'due', 'at', now() + interval '5 seconds', 'do', 'notify_manager')), now() + interval '5 seconds'
  from crm.lead where owner_id is not null limit $1`, [CLOCKS]);
await client.end();
await clew.stop();
await new Promise((resolve) => setTimeout(resolve, 5_500));
clew = await startClew(folder);
const again = new pg.Client(databaseUrl());
await again.connect();
const from = performance.now();
await until(async () => (await again.query<{ n: number }>("select count(*)::int as n from clew.clock where fire_at <= now()")).rows[0]?.n === 0, 300_000);
const seconds = (performance.now() - from) / 1_000;
const { rows } = await again.query<{ n: number }>("select count(*)::int as n from clew.notification where kind = 'sla_warning'");
await again.end();
await clew.stop();
rmSync(folder, { recursive: true, force: true });
report("sweep", [
  { work: `sweep of ${CLOCKS} due clocks, after downtime`, clew: seconds, unit: "s", must: "≤ 30 s", aim: "≤ 10 s" },
  { work: "warnings told, one a clock", clew: rows[0]?.n ?? 0, unit: "" },
]);
