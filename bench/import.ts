import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import Papa from "papaparse";
import pg from "pg";
import pino from "pino";
import { v7 } from "uuid";
import { makeHouse } from "../apps/house.ts";
import { furnish, prepareDatabase } from "../apps/prepare.ts";
import { directory } from "../core/access/directory.ts";
import { type Actor, type Ctx, FULL_GRANTS, type House, systemCtx } from "../core/ctx.ts";
import { openDatabase } from "../core/db/connect.ts";
import { startEmbedded } from "../core/db/embedded.ts";
import { databaseUrl } from "../core/db/url.ts";
import type { Job } from "../core/jobs/queue.ts";
import { previewImport, runImport } from "../leads/capture/import/job.ts";
import { getImport } from "../leads/capture/import/ops/list.ts";
import { startImport, startPreview } from "../leads/capture/import/ops/start.ts";
import { uploadImport } from "../leads/capture/import/ops/upload.ts";
import { benchFolder } from "./lib/folder.ts";
import { median, report } from "./lib/report.ts";

/**
 * Imports a file of dirty leads with preview and run, against multi-row INSERT of 1,000 into one table in the same run, and holds
 * the outcome against the truth that came with the file.
 * CLEW_BENCH_ROWS (100000), CLEW_BENCH_RUNS (1), CLEW_BENCH_FILE + CLEW_BENCH_TRUTH (else made by CLEW_BENCH_MAKER, a script that
 * takes --rows --seed --out --truth), CLEW_BENCH_DATABASE_URL (else an embedded server in a throwaway folder).
 */
const ROWS = Number(process.env.CLEW_BENCH_ROWS ?? 100_000);
const RUNS = Number(process.env.CLEW_BENCH_RUNS ?? 1);
const MAKER = process.env.CLEW_BENCH_MAKER ?? fileURLToPath(new URL("../../shared/tools/make-leads.mjs", import.meta.url));

const folder = benchFolder();
const { file, truth } = source();
const embedded = process.env.CLEW_BENCH_DATABASE_URL ? null : await startEmbedded({ dataDir: folder, log: () => {} });
const serverUrl = process.env.CLEW_BENCH_DATABASE_URL ?? (embedded as NonNullable<typeof embedded>).url;
const results: Measured[] = [];
try {
  for (let run = 0; run < RUNS; run++) results.push(await once(run));
} finally {
  await embedded?.stop();
  rmSync(folder, { recursive: true, force: true });
}
const of = (key: "upload" | "preview" | "run") => median(results.map((r) => r[key].seconds));
report(
  "import",
  [{
    work: `import ${ROWS} rows: upload, preview and run`, clew: of("upload") + of("preview") + of("run"), bare: median(results.map((r) => r.bare.seconds)), unit: "s",
    ratio: median(results.map((r) => r.ratio)), must: "≤ 4×", aim: "≤ 2.5×",
  }],
  { runs: results },
);

function source(): { file: string; truth: string } {
  if (process.env.CLEW_BENCH_FILE) return { file: process.env.CLEW_BENCH_FILE, truth: process.env.CLEW_BENCH_TRUTH ?? "" };
  if (!existsSync(MAKER)) throw new Error("no file to import: set CLEW_BENCH_FILE or CLEW_BENCH_MAKER");
  const made = { file: join(folder, "leads.csv"), truth: join(folder, "truth.csv") };
  spawnSync(process.execPath, [MAKER, "--rows", String(ROWS), "--seed", "7", "--out", made.file, "--truth", made.truth], { stdio: "inherit" });
  return made;
}

interface Measured {
  bare: ReturnType<typeof row>;
  upload: ReturnType<typeof row>;
  preview: ReturnType<typeof row>;
  run: ReturnType<typeof row>;
  ratio: number;
  cpuRatio: number;
  /** Whether the preview foresaw exactly what the run did. */
  agreed: boolean;
  right: Record<string, unknown> | null;
}

async function once(run: number): Promise<Measured> {
  const name = `import_bench_${process.pid}_${run}`;
  await admin(`create database ${name} template template0 encoding 'UTF8'`);
  const { db, pool, close } = openDatabase({ url: databaseUrl(serverUrl, name), poolSize: 6, log: () => {} });
  try {
    const settings = { publicUrl: "http://127.0.0.1", dataDir: folder, secret: "bench", timeZone: "Asia/Shanghai", locale: "zh-CN", country: "CN", currency: "CNY" } as const;
    const house = makeHouse({ db, side: db, settings, log: pino({ level: "error" }) });
    furnish(house);
    await prepareDatabase(house, pool);
    const bare = await timed(pool, () => bareInserts(pool));
    const ctx = await somebody(house);
    const upload = await timed(pool, () => uploadImport.run(ctx, { file: { path: file, name: "leads.csv", size: 0 }, object: "lead", options: {} }));
    const { id } = upload.result;
    const preview = await timed(pool, async () => {
      await startPreview.run(ctx, { id });
      await work(house, previewImport, id);
    });
    const imported = await timed(pool, async () => {
      await startImport.run(ctx, { id });
      await work(house, runImport, id);
    });
    const outcome = await getImport.run(ctx, { id });
    const ratio = (upload.seconds + preview.seconds + imported.seconds) / bare.seconds;
    console.table({ "bare INSERT": row(bare), upload: row(upload), preview: row(preview), run: row(imported) });
    const cpu = (t: Timed<unknown>) => t.cpu + t.databaseCpu;
    const cpuRatio = (cpu(upload) + cpu(preview) + cpu(imported)) / cpu(bare);
    console.log(`(upload + preview + run) / bare: ${ratio.toFixed(2)} in seconds, ${cpuRatio.toFixed(2)} in CPU seconds`);
    const foreseen = outcome.preview;
    const agreed = foreseen !== null && (["created", "merged", "attached", "duplicate", "quarantined", "failed"] as const).every((key) => foreseen[key] === outcome[key]);
    const right = truth ? await against(ctx, id, truth) : null;
    console.log({ preview: foreseen, run: outcome, preview_agrees_with_run: agreed });
    console.log(right);
    return { bare: row(bare), upload: row(upload), preview: row(preview), run: row(imported), ratio, cpuRatio, agreed, right };
  } finally {
    await close();
    await admin(`drop database if exists ${name} with (force)`);
  }
}

async function work(house: House, job: Job<{ id: string }>, id: string): Promise<void> {
  await job.run(house, { id });
}

async function admin(statement: string): Promise<void> {
  const client = new pg.Client(serverUrl);
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function somebody(house: House): Promise<Ctx> {
  const id = v7();
  await sql`insert into clew.person (id, name, email, role) values (${id}, '导入', 'import@example.cn', 'admin')`.execute(house.db);
  const ctx = systemCtx(house, "bench", { kind: "hand" });
  await directory.changed(ctx);
  const actor: Actor = { kind: "person", id, name: "导入", role: "admin", teamId: null, grants: FULL_GRANTS };
  return { ...ctx, actor };
}

interface Timed<T> {
  seconds: number;
  cpu: number;
  databaseCpu: number;
  result: T;
}

async function timed<T>(pool: pg.Pool, what: () => Promise<T>): Promise<Timed<T>> {
  const database = await backendCpu(pool);
  const from = performance.now();
  const before = process.cpuUsage();
  const result = await what();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - from) / 1_000;
  return { seconds, cpu: (user + system) / 1e6, databaseCpu: (await backendCpu(pool)) - database, result };
}

/** CPU seconds of the server's processes for this database, where the server runs on this Linux machine; else 0. Other load on the machine does not count. */
async function backendCpu(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>("select pid from pg_stat_activity where datname = current_database()");
  const ticks = rows.map(({ pid }) => {
    if (!existsSync(`/proc/${pid}/stat`)) return 0;
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((a, b) => a + b, 0) / 100;
}

function row({ seconds, cpu, databaseCpu }: Timed<unknown>) {
  return { seconds: round(seconds), "node CPU s": round(cpu), "database CPU s": round(databaseCpu), "rows/s": Math.round(ROWS / seconds) };
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}

/** The bare limit: the same cells into one table without any check, 1,000 rows a statement. */
async function bareInserts(pool: pg.Pool): Promise<void> {
  const { data } = Papa.parse<string[]>(readFileSync(file, "utf8").trimEnd(), { header: false });
  const [header = [], ...rows] = data;
  await pool.query(`create table public.bare (id uuid primary key, ${header.map((_, i) => `c${i} text`).join(", ")})`);
  for (let i = 0; i < rows.length; i += 1_000) {
    const chunk = rows.slice(i, i + 1_000);
    const width = header.length + 1;
    const places = chunk.map((_, r) => `(${Array.from({ length: width }, (__, c) => `$${r * width + c + 1}`).join(",")})`).join(",");
    await pool.query(`insert into public.bare values ${places}`, chunk.flatMap((cells) => [v7(), ...header.map((_, c) => cells[c] || null)]));
  }
  await pool.query("drop table public.bare");
}

/** What became of new people, people who came again and rows that must not be worked. */
async function against(ctx: Ctx, importId: string, path: string) {
  const { data } = Papa.parse<{ external_id: string; person_id: string; kind: string }>(readFileSync(path, "utf8").trimEnd(), { header: true });
  const { rows } = await sql<{ external_id: string; outcome: string; record_id: string | null }>`
    select payload->>'外部编号' as external_id, outcome, record_id from clew.arrival where import_id = ${importId}`.execute(ctx.db);
  const arrived = new Map(rows.map((r) => [r.external_id, r]));
  const firstLead = new Map<string, string | null>();
  const table: Record<string, Record<string, number>> = { new: {}, duplicate: {}, invalid: {} };
  let sameLead = 0;
  for (const { external_id, person_id, kind } of data) {
    const found = arrived.get(external_id);
    const of = table[kind] as Record<string, number>;
    const outcome = found?.outcome ?? "lost";
    of[outcome] = (of[outcome] ?? 0) + 1;
    if (kind === "new") firstLead.set(person_id, found?.record_id ?? null);
    if (kind === "duplicate" && found?.record_id && firstLead.get(person_id) === found.record_id) sameLead++;
  }
  return { ...table, duplicates_in_the_lead_of_their_person: sameLead, arrivals: rows.length, lost: data.length - arrived.size };
}
