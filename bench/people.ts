import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { startClew } from "./lib/clew.ts";
import { benchFolder } from "./lib/folder.ts";
import { load, type Shot } from "./lib/load.ts";
import { manyLeads } from "./lib/many_leads.ts";
import { report } from "./lib/report.ts";

// 200 people at work on 100,000 leads: 70 % read, 20 % log, 10 % claim; each acts once a second, which is a hurry.
const PEOPLE = 200;
const LEADS = Number(process.env.BENCH_LEADS ?? 100_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const PACE = 1_000;
const KINDS = ["list", "list", "list", "record", "record", "my day", "timeline", "log", "log", "claim"];

const folder = benchFolder();
const clew = await startClew(folder);
const databaseUrl = readFileSync(join(folder, "database.url"), "utf8").trim();
try {
  const post = async (path: string, body: unknown) => (await clew.call("POST", path, body)).json as { id: string };
  const team = (await post("/api/v1/teams", { name: "销售部" })).id;
  const ids: string[] = [];
  const cookies: string[] = [];
  const password = "two hundred people work";
  for (let i = 0; i < PEOPLE; i++) {
    const email = `rep${i}@example.cn`;
    ids.push((await post("/api/v1/people", { name: `销售${i}`, email, role: i % 20 === 0 ? "manager" : "rep", team_id: team, password })).id);
    const answer = await fetch(`${clew.url}/api/auth/sign-in/email`, { method: "POST", headers: { "content-type": "application/json", origin: clew.url }, body: JSON.stringify({ email, password }) });
    cookies.push(answer.headers.getSetCookie().map((c) => c.split(";")[0]).join("; "));
  }
  await manyLeads(databaseUrl, LEADS, ids);
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows: mine } = await client.query<{ owner_id: string; ids: string[] }>("select owner_id, (array_agg(id))[1:60] as ids from crm.lead where owner_id is not null and stage in ('assigned', 'contacted') group by owner_id");
  const own = new Map(mine.map((r) => [r.owner_id, r.ids]));
  const { rows: waiting } = await client.query<{ id: string }>("select id from crm.lead where pool_id is not null order by random() limit 20000");
  let taken = 0;
  let logged = 0;
  const shot = (n: number, who: number): Shot => {
    const headers = { "content-type": "application/json", cookie: cookies[who] as string, origin: clew.url };
    const leads = own.get(ids[who] as string) ?? [];
    const lead = leads[n % Math.max(1, leads.length)];
    const kind = n % 10;
    if (kind < 3) return { path: "/api/v1/records/lead/query", method: "POST", headers, body: JSON.stringify({ filter: { field: "owner_id", op: "is", value: "@me" }, sort: ["-score"], limit: 20, fields: ["name", "company", "phone", "stage", "score"] }) };
    if (kind < 5) return { path: `/api/v1/records/lead/${lead}`, headers };
    if (kind < 7) return { path: kind === 5 ? "/api/v1/my-day" : `/api/v1/records/lead/${lead}/timeline`, headers };
    if (kind < 9) {
      logged++;
      return { path: `/api/v1/leads/${lead}/activities`, method: "POST", headers, body: JSON.stringify({ kind: "call", outcome: "connected", summary: `第 ${n} 次`, nothing_next: true }) };
    }
    return { path: `/api/v1/leads/${waiting[taken++ % waiting.length]?.id}/claim`, method: "POST", headers, body: "{}" };
  };
  const refused: Record<string, number> = {};
  const times: Record<string, number[]> = {};
  let answered = 0;
  // A morning's first minute is not the day: statements are planned and code compiled before it is measured.
  await load(clew.url, { connections: PEOPLE, seconds: 6, shot, pace: PACE });
  logged = 0;
  const before = (await client.query<{ n: number }>("select count(*)::int as n from crm.activity where kind = 'call'")).rows[0]?.n ?? 0;
  const result = await load(clew.url, {
    connections: PEOPLE, seconds: SECONDS, shot, pace: PACE,
    onAnswer(status, body, n, milliseconds) {
      const kind = KINDS[n % 10] as string;
      (times[kind] ??= []).push(milliseconds);
      if (status < 300 && (n % 10 === 7 || n % 10 === 8)) answered++;
      if (status >= 400) {
        const code = `${status} ${(JSON.parse(body) as { code?: string }).code}`;
        refused[code] = (refused[code] ?? 0) + 1;
      }
    },
  });
  const { rows: kept } = await client.query<{ n: number }>("select count(*)::int as n from crm.activity where kind = 'call'");
  await client.end();
  // A daily limit reached is an answer, not an error.
  const errors = Object.entries(refused).filter(([code]) => !/claim_daily_limit|already_owned|holding_limit/.test(code));
  report("people", [
    { work: `${PEOPLE} people working, one action a second each, ${LEADS} leads: p95`, clew: result.p95, unit: "ms", must: "≤ 200 ms, 0 errors, 0 lost", aim: "≤ 80 ms" },
    { work: "requests", clew: result.perSecond, unit: "/s" },
    { work: "errors", clew: errors.reduce((sum, [, count]) => sum + count, 0) + (result.errors.lost ?? 0), unit: "" },
    { work: "calls answered 2xx and not stored", clew: Math.max(0, answered + before - (kept[0]?.n ?? 0)), unit: "" },
    { work: "memory under 200 people, Node process", clew: clew.memory(), unit: "MB", must: "≤ 450 MB", aim: "≤ 300 MB" },
  ], { refused, p50: result.p50, p99: result.p99, logged, p95: Object.fromEntries(Object.entries(times).map(([kind, all]) => [kind, Math.round(all.sort((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? 0)])) });
} finally {
  await clew.stop();
  rmSync(folder, { recursive: true, force: true });
}
