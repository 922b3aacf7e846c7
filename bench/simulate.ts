import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { startClew } from "./lib/clew.ts";
import { cpuOf, databaseCpu } from "./lib/cpu.ts";
import { benchFolder } from "./lib/folder.ts";
import { manyLeads } from "./lib/many_leads.ts";
import { type Line, median, report } from "./lib/report.ts";

// A trial of each kind of policy over 20,000 leads, while somebody else asks for something small all the time. Seconds on the wall tell of an idle
// machine only; processor seconds stand beside them.
const LEADS = Number(process.env.BENCH_TRIAL_LEADS ?? 20_000);
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const folder = benchFolder();
const clew = await startClew(folder);
const owners: string[] = [];
for (let i = 0; i < 50; i++) owners.push(((await clew.call("POST", "/api/v1/people", { name: `销售${i}`, email: `rep${i}@example.cn`, role: "rep" })).json as { id: string }).id);
const databaseUrl = readFileSync(join(folder, "database.url"), "utf8").trim();
await manyLeads(databaseUrl, LEADS, owners);
const client = new pg.Client(databaseUrl);
await client.connect();

const handing = (strategy: unknown, more: object = {}) => ({ id: "turn", name: { zh: "轮转", en: "In turn" }, when: { all: [] }, target: { kind: "people", ids: owners }, strategy, ...more });

// A lead in four came again and was merged: a trial of match rules replays that too.
await client.query(`insert into clew.arrival (id, channel, received_at, payload, outcome, object, record_id, verdicts)
  select gen_random_uuid(), 'api', created_at + interval '1 minute', json_build_object('name', name, 'phone', phone, 'company', company), 'merged', 'lead', id, '[]' from crm.lead order by id limit ${Math.floor(LEADS / 4)}`);

/** The rules in force, changed a little, so that leads differ. */
const changed: Record<string, (body: Record<string, unknown>) => unknown> = {
  match: (body) => ({ rules: (body.rules as { compare?: unknown }[]).map((rule) => (rule.compare ? { ...rule, where: "both" } : rule)) }),
  route: (body) => ({ ...body, rules: [handing({ kind: "round_robin" })] }),
  "route, sticky, least effort": (body) => ({ ...body, rules: [handing({ kind: "sticky", otherwise: { kind: "least_effort", grade: { A: 3, B: 2 }, stage: { contacted: 2 } } })] }),
  "route, sticky, best match, time to accept": (body) => ({ ...body, rules: [handing({ kind: "sticky", otherwise: { kind: "best_match", similar: { source: 1, industry: 1, grade: 1 }, prior: 20, explore: 10 } }, { accept_within: { minutes: 30, time: "business" } })] }),
  score: (body) => ({ ...body, groups: (body.groups as { rules: { points: number }[] }[]).map((group) => ({ ...group, rules: group.rules.map((rule) => ({ ...rule, points: Math.min(100, rule.points + 3) })) })) }),
};

const lines: Line[] = [];
const skipped: string[] = [];
const trials = ["match", "score", "route", "route, sticky, least effort", "route, sticky, best match, time to accept", "pool", "sla"];
for (const trial of trials.filter((each) => (process.env.BENCH_KINDS?.split(",") ?? [each.split(",")[0]]).includes(each.split(",")[0]))) {
  const kind = trial.split(",")[0] as string;
  const { published } = (await clew.call("GET", `/api/v1/policies/${kind}`)).json as { published: { body: Record<string, unknown> } };
  const body = (changed[trial] ?? ((same) => same))(published.body);
  const seconds: number[] = [];
  const cpu: { node: number; database: number }[] = [];
  let slowest = 0;
  let answer: { leads: number; changed: number; code?: string } = { leads: 0, changed: 0 };
  for (let run = 0; run < RUNS && answer.code === undefined; run++) {
    let running = true;
    const others = (async () => {
      while (running) {
        const from = performance.now();
        await (await fetch(`${clew.url}/healthz`)).text();
        slowest = Math.max(slowest, performance.now() - from);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    const [from, node, database] = [performance.now(), cpuOf(clew.pid), await databaseCpu(client)];
    answer = (await clew.call("POST", `/api/v1/policies/${kind}/simulate`, { body, filter: { all: [] } })).json;
    seconds.push((performance.now() - from) / 1_000);
    cpu.push({ node: cpuOf(clew.pid) - node, database: (await databaseCpu(client)) - database });
    running = false;
    await others;
  }
  if (answer.code === "simulation_unavailable") skipped.push(kind);
  else if (answer.code !== undefined) throw new Error(`${kind}: ${JSON.stringify(answer)}`);
  else {
    lines.push({ work: `trial of ${trial}: ${answer.leads} leads, ${answer.changed} differ`, clew: median(seconds), unit: "s", must: "≤ 20 s" });
    lines.push({ work: "of it processor, Node", clew: median(cpu.map(({ node }) => node)), unit: "s" }, { work: "of it processor, database", clew: median(cpu.map(({ database }) => database)), unit: "s" });
    lines.push({ work: `longest answer to somebody else meanwhile`, clew: slowest, unit: "ms" });
  }
}
await client.end();
await clew.stop();
rmSync(folder, { recursive: true, force: true });
report("simulate", lines, skipped.length > 0 ? { cannot_be_tried_yet: skipped } : {});
