import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { startClew, until } from "./lib/clew.ts";
import { benchFolder } from "./lib/folder.ts";
import { manyLeads } from "./lib/many_leads.ts";
import { report } from "./lib/report.ts";

// The predictive score learns from 100,000 leads with their history, while somebody goes on asking for a list of 20.
const LEADS = Number(process.env.BENCH_LEADS ?? 100_000);
const folder = benchFolder();
const clew = await startClew(folder);
try {
  const { json: person } = await clew.call("POST", "/api/v1/people", { name: "销售", email: "rep@example.cn", role: "rep" });
  const url = readFileSync(join(folder, "database.url"), "utf8").trim();
  await manyLeads(url, LEADS, [(person as { id: string }).id]);
  const client = new pg.Client(url);
  await client.connect();
  await client.query("set statement_timeout = 0");
  // Every lead was called, and then won or lost: two changes each, odds by source.
  await client.query(`update crm.lead set first_response_at = created_at + interval '1 day', stage_at = created_at + interval '9 days', note = '聊过', industry = (array['制造', '软件', '物流', null])[1 + floor(random() * 4)::int],
    stage = case when random() < case source when '客户推荐' then 0.35 when '官网表单' then 0.2 else 0.08 end then 'converted' else 'disqualified' end`);
  await client.query(`insert into clew.change (id, at, object, record_id, version, actor_kind, actor_name, cause, diff)
    select gen_random_uuid(), created_at + interval '1 day', 'lead', id, 2, 'system', 'bench', '{}'::jsonb, jsonb_build_object('stage', jsonb_build_array('assigned', 'contacted'), 'note', jsonb_build_array(null, '聊过')) from crm.lead
    union all select gen_random_uuid(), created_at + interval '9 days', 'lead', id, 3, 'system', 'bench', '{}'::jsonb, jsonb_build_object('stage', jsonb_build_array('contacted', stage)) from crm.lead`);
  await client.query("analyze crm.lead");
  await client.query("analyze clew.change");
  await client.end();

  const times: { during: number[]; before: number[] } = { during: [], before: [] };
  let phase: keyof typeof times | null = "before";
  const asking = (async () => {
    while (phase) {
      const [into, from] = [times[phase], performance.now()];
      await clew.call("POST", "/api/v1/records/lead/query", { sort: ["-created_at"], limit: 20, fields: ["name", "company", "stage", "score"] });
      into.push(performance.now() - from);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  times.before.splice(0, 40);
  phase = "during";
  const from = performance.now();
  const { json } = await clew.call("POST", "/api/v1/predictive/train", {});
  const { id } = json as { id: string };
  let run = json as { status: string; phase: string; version: number | null };
  const phases: Record<string, number> = {};
  await until(async () => {
    run = (await clew.call("GET", `/api/v1/predictive/runs/${id}`)).json;
    phases[run.phase] ??= (performance.now() - from) / 1_000;
    return run.status !== "running";
  }, 300_000);
  const seconds = (performance.now() - from) / 1_000;
  phase = null;
  await asking;
  const { json: answer } = await clew.call("GET", "/api/v1/predictive");
  const { model } = answer as { model: { rows: number; figures: { auc: number }; refused: { key: string; code: string }[] } };
  const p95 = (of: number[]) => of.sort((a, b) => a - b)[Math.floor(of.length * 0.95)] ?? 0;
  report("train", [
    { work: `learning from ${model.rows} leads, in a thread of its own`, clew: seconds, unit: "s", must: "≤ 60 s" },
    { work: "a list of 20 meanwhile, p95 (bare: before)", clew: p95(times.during), bare: p95(times.before), unit: "ms" },
    { work: "memory after, Node process", clew: clew.memory(), unit: "MB", must: "≤ 450 MB" },
  ], { status: run.status, phases, auc: model.figures.auc, refused: model.refused.map(({ key, code }) => `${key}: ${code}`) });
} finally {
  await clew.stop();
  rmSync(folder, { recursive: true, force: true });
}
