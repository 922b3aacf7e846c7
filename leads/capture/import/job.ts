import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import { type Ctx, type House, systemCtx } from "../../../core/ctx.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { enqueue, job } from "../../../core/jobs/queue.ts";
import { sweep } from "../../../core/jobs/sweep.ts";
import { Refusal } from "../../../core/refusal.ts";
import type { RowProblem } from "../files/table.ts";
import { isConnection } from "../door.ts";
import type { Channel } from "../channels.ts";
import { forPreview, fromFile, fromPreview } from "./chunks.ts";
import { ahead } from "./file_rows.ts";
import { Foresight } from "./foresee.ts";
import { problemOf, storeFileProblems, storeProblems } from "./problem_rows.ts";
import { type Progress, Superseded, tellProgress } from "./progress.ts";
import { dropFile } from "./readings.ts";
import { addCounts, COLUMNS, type Counts, noCounts, type StoredImport } from "./stored.ts";
import { importChannel, type NotTaken, takeInParts, takeLeads } from "./take_leads.ts";
import { intend, takeRecords } from "./take_records.ts";

/** Runs a started import from where it stands. */
export const runImport = job<{ id: string }>({ name: "import.run", run: (house, { id }) => work(house, id, "running", run) });

/** Foresees a whole import without writing a record. */
export const previewImport = job<{ id: string }>({ name: "import.preview", run: (house, { id }) => work(house, id, "previewing", preview) });

/** An import that nobody has moved for this long is taken up again: its process is gone. */
const STALE = 60_000;

/** Takes up imports whose process has died. */
export const resumeImports = sweep<{ id: string; status: string }>({
  name: "import.resume",
  async take(tx, most) {
    const { rows } = await sql<{ id: string; status: string }>`
      select id, status from clew.import where status in ('previewing', 'running') and beat_at < ${new Date(tx.now.getTime() - STALE)} limit ${most} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, rows) {
    await sql`update clew.import set beat_at = ${tx.now} where id = any(${rows.map((r) => r.id)}::uuid[])`.execute(tx.db);
    for (const { id, status } of rows) await enqueue(tx, status === "running" ? runImport : previewImport, { id }, { key: `import:${id}` });
  },
});

async function work(house: House, id: string, status: string, go: (ctx: Ctx, stored: StoredImport) => Promise<void>): Promise<void> {
  const { rows } = await sql<StoredImport>`select ${COLUMNS} from clew.import where id = ${id}`.execute(house.db);
  const stored = rows[0];
  if (stored?.status !== status) return;
  const ctx: Ctx = { ...systemCtx(house, "import", { kind: "import", id }), actor: stored.actor };
  try {
    await go(ctx, stored);
  } catch (error) {
    if (error instanceof Superseded) return;
    // A database that is not there is asked again; anything else would only fail the same way.
    if (isConnection(error)) throw error;
    if (!(error instanceof Refusal)) house.log.error({ err: error, import: id }, "import failed");
    const problem = error instanceof Refusal ? { code: error.code, text: error.text } : { code: "internal", text: { zh: "内部错误，已记录", en: "An internal error, which was logged" } };
    await end(ctx, stored, status, "failed", { problem });
  }
}

async function run(ctx: Ctx, stored: StoredImport): Promise<void> {
  const channel = stored.object === "lead" ? await importChannel(ctx, stored) : null;
  const from: Progress = { done: stored.rows_done, counts: addCounts(stored.counts, {}) };
  const { at, noticed } = channel ? await runLeads(ctx, stored, channel, from) : await runRecords(ctx, stored, from);
  if (await end(ctx, stored, "running", "done", { rows_total: at.done, noticed })) await dropFile(ctx.house, stored.id);
}

async function runRecords(ctx: Ctx, stored: StoredImport, from: Progress): Promise<{ at: Progress; noticed: RowProblem[] }> {
  let at = from;
  const source = await fromFile(ctx, stored, at.done);
  for await (const { rows } of ahead(source.chunks)) {
    at = await takeRecords(ctx, stored, rows, at);
    await setImmediate();
  }
  return { at, noticed: source.noticed() };
}

/**
 * While the database writes one chunk, the next lies ready behind it, and one more is read, looked up and scored. Where a chunk was not
 * taken, the run sets out anew from the last that was; one that cannot be taken whole is read from the file and taken in parts.
 */
async function runLeads(ctx: Ctx, stored: StoredImport, channel: Channel, from: Progress): Promise<{ at: Progress; noticed: RowProblem[] }> {
  let at = from;
  let stuck = 0;
  for (;;) {
    const source = (await fromPreview(ctx, stored, at.done)) ?? (await fromFile(ctx, stored, at.done));
    const begun = at.done;
    let last: Promise<Progress | NotTaken> = Promise.resolve(at);
    let whole = true;
    for (let next = await source.chunks.next(); !next.done && whole; next = await source.chunks.next()) {
      const chunk = next.value;
      const before = last;
      await new Promise<void>((inTurn) => {
        last = takeLeads(ctx, stored, channel, chunk, before, inTurn);
        last.then((taken) => (typeof taken === "string" ? (whole = false) : (at = taken)), () => (whole = false));
      });
    }
    const taken = await last;
    if (typeof taken !== "string") return { at, noticed: source.noticed() };
    await source.chunks.return(undefined);
    stuck = at.done > begun ? 0 : stuck + 1;
    if (taken === "again" && stuck < MOST_STUCK) continue;
    stuck = 0;
    const file = await fromFile(ctx, stored, at.done);
    const bad = await file.chunks.next();
    if (!bad.done) at = await takeInParts(ctx, stored, channel, bad.value.rows, at);
    await file.chunks.return(undefined);
  }
}

/** Times a chunk may set out anew before it is taken in parts. */
const MOST_STUCK = 5;

async function preview(ctx: Ctx, stored: StoredImport): Promise<void> {
  const foresight = stored.object === "lead" ? new Foresight(ctx, await importChannel(ctx, stored)) : null;
  const seen = new Set<string>();
  let counts: Counts = noCounts();
  let done = 0;
  await sql`delete from clew.import_problem where import_id = ${stored.id} and phase = 'preview'`.execute(ctx.db);
  const source = foresight ? await forPreview(ctx, stored) : await fromFile(ctx, stored, 0);
  for await (const { rows, items } of ahead(source.chunks)) {
    const outcomes = foresight ? await foresight.chunk(items) : [];
    const taken = foresight ? items.map((item, i) => ({ outcome: outcomes[i] as keyof Counts, reasons: item.reasons })) : await intend(ctx, stored.object, rows, seen);
    const tally = noCounts();
    for (const { outcome } of taken) tally[outcome]++;
    counts = addCounts(counts, tally);
    done += rows.length;
    const problems = rows.flatMap((row, i) => problemOf({ ...row, ...(taken[i] as (typeof taken)[number]), number: row.number, payload: row.payload }));
    await transaction({ ...ctx, now: ctx.house.clock.now() }, async (tx) => {
      await storeProblems(tx, stored.id, "preview", problems);
      const { numAffectedRows } = await sql`
        update clew.import set rows_previewed = ${done}, preview = ${JSON.stringify(counts)}::jsonb, rows_total = greatest(rows_total, ${done}), beat_at = ${tx.now} where id = ${stored.id} and status = 'previewing'`.execute(tx.db);
      if (numAffectedRows !== 1n) throw new Superseded();
      await tellProgress(tx, stored);
    });
    await setImmediate();
  }
  await end(ctx, stored, "previewing", "previewed", { rows_total: done, noticed: source.noticed() });
}

/** Says how it ended; false when somebody else has, by cancelling it. */
async function end(ctx: Ctx, stored: StoredImport, from: string, to: string, more: { rows_total?: number; noticed?: RowProblem[]; problem?: StoredImport["problem"] }): Promise<boolean> {
  return transaction({ ...ctx, now: ctx.house.clock.now() }, async (tx) => {
    await storeFileProblems(tx, stored.id, from === "previewing" ? "preview" : "run", more.noticed ?? []);
    const { numAffectedRows } = await sql`
      update clew.import set status = ${to}, rows_total = coalesce(${more.rows_total ?? null}::int, rows_total), problem = ${more.problem ? JSON.stringify(more.problem) : null}::jsonb,
        finished_at = case when ${to} = 'previewed' then null else ${tx.now}::timestamptz end, beat_at = null
      where id = ${stored.id} and status = ${from}`.execute(tx.db);
    await tellProgress(tx, stored);
    return numAffectedRows === 1n;
  });
}
