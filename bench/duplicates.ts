import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { type Running, startClew, until } from "./lib/clew.ts";
import { copyMade } from "./lib/copy_made.ts";
import { cpuOf, databaseCpu } from "./lib/cpu.ts";
import { type Labelled, madeSet, pairQuality, publicSet, truthOf } from "./lib/labelled.ts";
import { searchDesk } from "./lib/desk_search.ts";
import { leadOf } from "./lib/people.ts";
import { type Line, report } from "./lib/report.ts";

// Precision and recall of the duplicate desk by the one policy that ships, on labelled lists, each in a Clew of its own; then speed on
// a large base, kept between runs (BENCH_LEADS=0 leaves it out).
const COUNT = Number(process.env.BENCH_LEADS ?? 1_000_000);

async function connected(folder: string): Promise<pg.Client> {
  const client = new pg.Client(readFileSync(join(folder, "database.url"), "utf8").trim());
  await client.connect();
  return client;
}

async function quality(list: Labelled): Promise<{ precision: number; recall: number; f1: number; seconds: number }> {
  const folder = mkdtempSync(join(tmpdir(), "clew-duplicates-"));
  const clew = await startClew(folder);
  try {
    for (const field of list.fields) await clew.call("POST", "/api/v1/objects/lead/fields", field);
    for (let i = 0; i < list.rows.length; i += 1_000) {
      const items = list.rows.slice(i, i + 1_000).map((row, n) => ({ ...row, external_id: String(i + n) }));
      const { status, json } = await clew.call("POST", "/api/v1/records/lead", { items });
      if (status !== 201) throw new Error(`creating leads: ${status} ${JSON.stringify(json).slice(0, 300)}`);
    }
    const client = await connected(folder);
    const { seconds } = await searchDesk(clew, client);
    const { rows } = await client.query<{ places: string[] }>("select array_agg(l.external_id) as places from clew.duplicate_member m join crm.lead l on l.id = m.lead_id group by m.cluster_id");
    await client.end();
    return { ...pairQuality(list.truth, rows.map((r) => r.places.map(Number))), seconds };
  } finally {
    await clew.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const lines: Line[] = [];
const details: Record<string, unknown> = {};
for (const [make, must] of process.env.BENCH_QUALITY === "0" ? [] : [[() => publicSet(1), 0.97], [() => publicSet(2), 0.97], [() => madeSet(Number(process.env.BENCH_MADE ?? 20_000), 7), 0.99]] as const) {
  const list = make();
  if (!list) continue;
  const found = await quality(list);
  lines.push({ work: `duplicates, ${list.name} (${list.rows.length} leads): F1`, clew: found.f1, unit: "", must: `≥ ${must}` });
  details[list.name] = found;
}
if (COUNT > 0) await atScale();
report("duplicates", lines, details);

/** A search of a whole large base, and one arrival at a time against it, with and without rules that weigh it. */
async function atScale(): Promise<void> {
  const folder = fileURLToPath(new URL(`../.cache/bench-duplicates-${COUNT}/`, import.meta.url));
  mkdirSync(folder, { recursive: true });
  const clew = await startClew(folder);
  const client = await connected(folder);
  try {
    const filled = join(folder, "filled");
    if (!existsSync(filled) && !(await copyMade(readFileSync(join(folder, "database.url"), "utf8").trim(), COUNT, folder))) return;
    writeFileSync(filled, "");
    if (process.env.BENCH_SEARCH !== "0") await searched(clew, client, folder);
    if (process.env.BENCH_ARRIVALS === "0") return;
    const exact = await arrivals(clew, client, 0);
    const { published } = (await clew.call("GET", "/api/v1/policies/match")).json as { published: { body: { rules: { compare?: unknown; where?: string }[] } } };
    const rules = published.body.rules.map((rule) => (rule.compare ? { ...rule, where: "both" } : rule));
    await clew.call("PUT", "/api/v1/policies/match/draft", { body: { rules } });
    const before = { at: performance.now(), node: cpuOf(clew.pid), database: await databaseCpu(client) };
    await clew.call("POST", "/api/v1/policies/match/publish", {});
    await until(async () => (await client.query("select ready from clew.match_base")).rows[0]?.ready === true, 3_600_000);
    details.filing = { seconds: (performance.now() - before.at) / 1_000, node: cpuOf(clew.pid) - before.node, database: (await databaseCpu(client)) - before.database };
    const weighed = await arrivals(clew, client, 1);
    details.arrivals = { exact, weighed };
    details.look_up_of_the_commonest_keys = await lookedUp(client);
    lines.push({ work: `one arrival weighed against ${COUNT} leads, p50 (bare: exact rules alone)`, clew: weighed.p50, bare: exact.p50, unit: "ms", ratio: weighed.p50 / exact.p50, must: "≤ 20 ms" });
    lines.push({ work: "the same, p95", clew: weighed.p95, bare: exact.p95, unit: "ms", ratio: weighed.p95 / exact.p95 });
    await clew.call("POST", "/api/v1/policies/match/rollback", {});
  } finally {
    await client.end();
    await clew.stop();
  }
}

/** What the look-up of an arrival touches at worst: by the keys that most records share. Rows are bounded, so it does not grow with the base. */
async function lookedUp(client: pg.Client): Promise<{ shared_by: number[]; rows: number; pages: number; ms: number }> {
  const { rows: common } = await client.query<{ key: string; n: number }>("select key, count(*)::int as n from clew.match_block group by key order by n desc limit 10");
  const { rows } = await client.query<{ "QUERY PLAN": { Plan: Record<string, number>; "Execution Time": number }[] }>(
    `explain (analyze, buffers, format json) select k.key, b.object, b.record_id from unnest($1::bigint[]) k(key)
     cross join lateral (select m.object, m.record_id from clew.match_block m where m.key = k.key limit 41) b`, [common.map((each) => each.key)]);
  const plan = rows[0]?.["QUERY PLAN"][0];
  return { shared_by: common.map((each) => each.n), rows: plan?.Plan["Actual Rows"] ?? 0, pages: (plan?.Plan["Shared Hit Blocks"] ?? 0) + (plan?.Plan["Shared Read Blocks"] ?? 0), ms: plan?.["Execution Time"] ?? 0 };
}

async function searched(clew: Running, client: pg.Client, folder: string): Promise<void> {
  let memory = 0;
  const watching = setInterval(() => (memory = Math.max(memory, clew.memory())), 1_000);
  const waits: number[] = [];
  const asking = setInterval(() => void (async () => {
    const from = performance.now();
    await clew.call("GET", "/api/v1/records/lead?limit=20");
    waits.push(performance.now() - from);
  })(), 500);
  const found = await searchDesk(clew, client);
  clearInterval(watching);
  clearInterval(asking);
  const { rows } = await client.query<{ who: string[] }>("select array_agg(l.external_id) as who from clew.duplicate_member m join crm.lead l on l.id = m.lead_id group by m.cluster_id");
  const { rows: all } = await client.query<{ who: string }>("select external_id as who from crm.lead where external_id is not null");
  const person = truthOf(folder);
  const place = new Map(all.map(({ who }, at) => [who, at]));
  const right = pairQuality(all.map(({ who }) => person.get(who) ?? who), rows.map((row) => row.who.map((who) => place.get(who) as number)));
  lines.push({ work: `search of a whole base of ${COUNT} leads`, clew: found.seconds, unit: "s", must: "≤ 600 s" });
  lines.push({ work: "its F1", clew: right.f1, unit: "", must: "≥ 0.99" });
  lines.push({ work: "a list of 20 leads meanwhile, p95", clew: quantile(waits, 0.95), unit: "ms" });
  details.search = { ...found, ...right, memory: Math.round(memory), p50: quantile(waits, 0.5) };
}

/** Milliseconds of some arrivals of new people, one after the other on one connection, and processor milliseconds of each. */
async function arrivals(clew: Running, client: pg.Client, round: number): Promise<{ p50: number; p95: number; node: number; database: number }> {
  const times: number[] = [];
  let [node, database] = [0, 0];
  for (let i = 0; i < 350; i++) {
    if (i === 50) [node, database] = [cpuOf(clew.pid), await databaseCpu(client)];
    const lead = leadOf(90_000_000 + round * 1_000 + i);
    const from = performance.now();
    const answer = await fetch(`${clew.url}/api/v1/capture/api`, {
      method: "POST", headers: { authorization: `Bearer ${clew.key}`, "content-type": "application/json" },
      body: JSON.stringify({ name: lead.name, company: lead.company, job_title: lead.job_title, source: lead.source, phone: `19${String(Date.now() % 10_000).padStart(4, "0")}${String(i).padStart(5, "0")}`, city: "深圳" }),
    });
    if (!answer.ok) throw new Error(`capturing: ${answer.status} ${await answer.text()}`);
    await answer.json();
    if (i >= 50) times.push(performance.now() - from);
  }
  const each = (seconds: number) => (seconds * 1_000) / times.length;
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), node: each(cpuOf(clew.pid) - node), database: each((await databaseCpu(client)) - database) };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
