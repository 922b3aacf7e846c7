import { sql } from "kysely";
import { type Ctx, type House, systemCtx } from "../../../core/ctx.ts";
import { directory } from "../../../core/access/directory.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { enqueue, job } from "../../../core/jobs/queue.ts";
import { sweep } from "../../../core/jobs/sweep.ts";
import { catalog, isBuiltIn } from "../../../core/objects/catalog.ts";
import { Refusal, type Text } from "../../../core/refusal.ts";
import { CLOSED, OPEN, packArrivals } from "./arrivals.ts";
import { countsOf, requireEnough } from "./counts.ts";
import type { Trained } from "./learn/train.ts";
import { type LeadSource, sourcesOf } from "./sources.ts";
import { keepModel, type Report } from "./store.ts";
import { startTrainer, type Trainer } from "./trainer.ts";

/** Leads a part: read by one statement and handed on as text, so that the service is not held up by any of them. */
const PART = 1_000;
/** The newest of more closed leads than this are learned from. */
export const MOST_LEARNED = 200_000;
const MOST_WAITING = 5_000;
const MOST_NAMES = 500;
/** Steps of learning, counted like leads so that the bar goes on moving. */
const STEPS = 8;
/** A training nobody has moved for this long is begun again: its process is gone. */
const STALE = 60_000;
const BEAT = 5_000;

export interface Run {
  id: string;
  allow: string[];
  created_by: string | null;
}

/** Thrown when a training was cancelled or has been taken over. */
class Superseded extends Error {}

/** Learns a new version from the organisation's own converted and lost leads; it predicts nothing until somebody activates it. */
export const trainModel = job<{ id: string }>({
  name: "predict.train",
  async run(house, { id }) {
    const ctx = systemCtx(house, "predict.train", { kind: "rule", event: "predict.trained", id });
    const { rows } = await sql<Run>`update clew.predict_run set beat_at = ${ctx.now} where id = ${id} and status = 'running' returning id, allow, created_by`.execute(house.db);
    const run = rows[0];
    if (!run) return;
    const beat = setInterval(() => void sql`update clew.predict_run set beat_at = ${house.clock.now()} where id = ${id} and status = 'running'`.execute(house.side).catch(() => {}), BEAT);
    try {
      await learn(ctx, run);
    } catch (error) {
      if (!(error instanceof Superseded)) await fail(house, id, error);
    } finally {
      clearInterval(beat);
    }
  },
});

/** Takes up trainings whose process has died. */
export const resumeTraining = sweep<{ id: string }>({
  name: "predict.resume",
  async take(tx, most) {
    const { rows } = await sql<{ id: string }>`select id from clew.predict_run where status = 'running' and beat_at < ${new Date(tx.now.getTime() - STALE)} limit ${most} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, rows) {
    await sql`update clew.predict_run set beat_at = ${tx.now} where id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(tx.db);
    for (const { id } of rows) await enqueue(tx, trainModel, { id }, { key: `predict:${id}` });
  },
});

async function learn(ctx: Ctx, run: Run): Promise<void> {
  const counts = await countsOf(ctx);
  requireEnough(counts);
  const { timeZone, country } = ctx.house.settings;
  const fields = [...(await catalog.get(ctx.house)).fields("lead").values()];
  const sources = sourcesOf(fields, await namesOf(ctx));
  const total = Math.min(counts.converted + counts.lost, MOST_LEARNED) + STEPS;
  const trainer = startTrainer({ sources, allow: run.allow, timeZone, country });
  try {
    await progress(ctx, run.id, "reading", 0, total);
    const read = await hand(ctx, run.id, sources, trainer, total);
    let cancelled: unknown = null;
    const trained = await trainer.learn((part, done) => {
      progress(ctx, run.id, part, read + done, total).catch((error: unknown) => {
        cancelled = error;
        void trainer.stop();
      });
    }).catch((error: unknown) => {
      throw cancelled ?? error;
    });
    await keep(ctx, run, sources, trained);
  } finally {
    await trainer.stop();
  }
}

/** Hands over the closed leads, newest first, and a look at the newest open ones. */
async function hand(ctx: Ctx, id: string, sources: readonly LeadSource[], trainer: Trainer, total: number): Promise<number> {
  const fields = sources.flatMap(({ field }) => field ?? []);
  let read = 0;
  for (const [kind, where, most] of [["open", OPEN, MOST_WAITING], ["closed", CLOSED, MOST_LEARNED]] as const) {
    let before: string | null = null;
    for (let taken = 0; taken < most; taken += PART) {
      const part: Awaited<ReturnType<typeof packArrivals>> = await packArrivals(ctx.db, fields, before === null ? where : sql`t.id < ${before}::uuid and ${where}`, sql`t.id desc`, Math.min(PART, most - taken));
      await trainer.take(kind, part.text);
      before = part.last;
      if (kind === "closed") await progress(ctx, id, "reading", (read += part.rows), total);
      if (part.rows < PART) break;
    }
  }
  return read;
}

async function progress(ctx: Ctx, id: string, phase: "reading" | "looking" | "fitting", done: number, total: number): Promise<void> {
  const { numAffectedRows } = await sql`
    update clew.predict_run set phase = ${phase}, done = greatest(done, ${done}::int), total = greatest(${total}::int, ${done}::int), beat_at = ${ctx.house.clock.now()} where id = ${id} and status = 'running'`.execute(ctx.db);
  if (numAffectedRows !== 1n) throw new Superseded();
}

async function keep(ctx: Ctx, run: Run, sources: readonly LeadSource[], trained: Trained): Promise<void> {
  const { model, holdout, refused, ...rest } = trained;
  const byKey = new Map(sources.map((source) => [source.key, source]));
  const used = new Set(model.features.map(({ key }) => key));
  const report: Report = { ...rest, refused: refused.map((one) => ({ ...one, label: byKey.get(one.key)?.label ?? { zh: one.key, en: one.key }, field: byKey.get(one.key)?.field ?? null, allowed: !one.hard && run.allow.includes(one.key) })) };
  await transaction({ ...ctx, now: ctx.house.clock.now() }, async (tx) => {
    const { numAffectedRows } = await sql`update clew.predict_run set done = total, status = 'done', finished_at = ${tx.now}, beat_at = null where id = ${run.id} and status = 'running'`.execute(tx.db);
    if (numAffectedRows !== 1n) throw new Superseded();
    const version = await keepModel(tx, { status: "kept", body: { model, sources: sources.filter(({ key }) => used.has(key)) }, figures: report, holdout });
    await sql`update clew.predict_run set version = ${version} where id = ${run.id}`.execute(tx.db);
    await sql`update clew.predict_model set created_by = ${run.created_by}::uuid where version = ${version}`.execute(tx.db);
  });
}

async function fail(house: House, id: string, error: unknown): Promise<void> {
  if (!(error instanceof Refusal)) house.log.error({ err: error, training: id }, "training failed");
  const problem = error instanceof Refusal ? { code: error.code, text: error.text } : { code: "internal", text: { zh: "内部错误，已记录；请重新训练", en: "An internal error, which was logged; please train again" } };
  await sql`update clew.predict_run set status = 'failed', problem = ${JSON.stringify(problem)}::jsonb, finished_at = ${house.clock.now()}, beat_at = null where id = ${id} and status = 'running'`.execute(house.db);
}

/** Names of what a lead points to, where there are few enough to be told apart: channels, campaigns, people, teams. */
async function namesOf(ctx: Ctx): Promise<Record<string, Record<string, Text>>> {
  const all = await catalog.get(ctx.house);
  const people = await directory.get(ctx.house);
  const named = (entries: Iterable<[string, string]>) => Object.fromEntries([...entries].map(([id, name]) => [id, { zh: name, en: name }]));
  const { rows: channels } = await sql<{ key: string; name: string }>`select key, name from clew.channel`.execute(ctx.db);
  const names: Record<string, Record<string, Text>> = { channel: named(channels.map(({ key, name }) => [key, name])) };
  for (const field of all.fields("lead").values()) {
    if (field.readonly || field.internal) continue;
    if (field.type === "person") names[field.key] = named([...people.people].map(([id, { name }]) => [id, name]));
    if (field.type === "team") names[field.key] = named([...people.teams].map(([id, { name }]) => [id, name]));
    if (field.type !== "link" || !field.target || isBuiltIn(field.target)) continue;
    const { title } = all.object(field.target);
    const { rows } = await sql<{ id: string; name: string | null }>`select id, ${sql.ref(title)}::text as name from ${sql.raw(`crm."${field.target}"`)} order by id desc limit ${MOST_NAMES}`.execute(ctx.db);
    names[field.key] = named(rows.map(({ id, name }) => [id, name ?? id]));
  }
  return names;
}
