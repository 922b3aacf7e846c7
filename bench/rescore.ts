import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { DEFAULT_SCORE_POLICY } from "../leads/score/default.ts";
import { startClew, until } from "./lib/clew.ts";
import { cpuOf, databaseCpu } from "./lib/cpu.ts";
import { benchFolder } from "./lib/folder.ts";
import { manyLeads } from "./lib/many_leads.ts";
import { median, report } from "./lib/report.ts";

const COUNT = Number(process.env.BENCH_LEADS ?? 1_000_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 1);

/** Points for everybody, others each round: the score of every open lead changes. */
const generous = (points: number) => ({
  ...DEFAULT_SCORE_POLICY,
  groups: [...DEFAULT_SCORE_POLICY.groups, { id: "all", name: { zh: "人人有份", en: "Everybody" }, kind: "own", measures: "interest", max: 100, min: 0, rules: [{ id: "gift", name: { zh: "加分", en: "Gift" }, when: { all: [] }, points }] }],
});

// What a rule change costs: every open lead scored again with history and receipt, against the bare UPDATE of the same rows. A million by
// default; BENCH_LEADS takes fewer. Stages are told as they end, with the processor time of the database and of Node.
const folder = benchFolder();
const clew = await startClew(folder);
const post = async (path: string, body?: unknown) => (await clew.call("POST", path, body)).json as { id: string };
const owners: string[] = [];
for (let i = 0; i < 40; i++) owners.push((await post("/api/v1/people", { name: `销售${i}`, email: `rep${i}@example.cn`, role: "rep" })).id);
const databaseUrl = readFileSync(join(folder, "database.url"), "utf8").trim();
const client = new pg.Client(databaseUrl);
await client.connect();
await client.query("set statement_timeout = 0");
const stages: { stage: string; seconds: number; node: number; database: number }[] = [];
const timed = async (stage: string, work: () => Promise<unknown>) => {
  const [from, node, database] = [performance.now(), cpuOf(clew.pid), await databaseCpu(client)];
  await work();
  const told = { stage, seconds: (performance.now() - from) / 1_000, node: cpuOf(clew.pid) - node, database: (await databaseCpu(client)) - database };
  stages.push(told);
  console.log(`${stage}: ${told.seconds.toFixed(1)} s; processor: database ${told.database.toFixed(1)} s, Node ${told.node.toFixed(1)} s`);
  return told;
};
const publish = async (body: unknown): Promise<void> => {
  await clew.call("PUT", "/api/v1/policies/score/draft", { body });
  await clew.call("POST", "/api/v1/policies/score/publish");
  await until(async () => (await client.query<{ n: number }>("select count(*)::int as n from graphile_worker.jobs where task_identifier = 'score.rescore'")).rows[0]?.n === 0, 3_600_000);
};
const rounds: { bare: number; clew: number; cpu: number }[] = [];
try {
  await timed(`filling ${COUNT} leads`, () => manyLeads(databaseUrl, COUNT, owners));
  for (let round = 1; round <= ROUNDS; round++) {
    const bare = await timed(`bare update, round ${round}`, () => client.query(`update crm.lead set score = (coalesce(score, 0)::int + 7) % 101, grade = case when score < 50 then 'A1' else 'D4' end, heat = case when score < 50 then 'high' else 'low' end,
      updated_at = now(), version = version + 1 where stage not in ('converted', 'disqualified')`));
    await timed("vacuum", () => client.query("vacuum analyze crm.lead"));
    const own = await timed(`rescore, round ${round}`, () => publish(generous(round * 5)));
    rounds.push({ bare: bare.seconds, clew: own.seconds, cpu: (own.database + own.node) / bare.database });
    await client.query("vacuum analyze crm.lead");
  }
  const { rows } = await client.query<{ open: number; rescored: number; receipts: number }>(`select (select count(*)::int from crm.lead where stage not in ('converted', 'disqualified')) as open,
    (select count(distinct record_id)::int from clew.change where cause->>'event' = 'lead.rescored') as rescored, (select count(*)::int from clew.decision) as receipts`);
  report("rescore", [
    { work: `rescore ${rows[0]?.open} open of ${COUNT} leads after a rule change`, clew: median(rounds.map((r) => r.clew)), bare: median(rounds.map((r) => r.bare)), unit: "s", ratio: median(rounds.map((r) => r.clew / r.bare)), must: "≤ 4×", aim: "≤ 2×" },
    { work: "the same in processor seconds, Node and database against the bare update's", clew: median(rounds.map((r) => r.cpu)), unit: "×", must: "≤ 4×" },
    { work: "memory after it, Node process", clew: clew.memory(), unit: "MB", must: "≤ 450 MB", aim: "≤ 300 MB" },
  ], { rounds, stages, ...rows[0] });
} finally {
  await client.end();
  await clew.stop();
  rmSync(folder, { recursive: true, force: true });
}
