import { sql } from "kysely";
import { type Ctx, systemCtx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { enqueue, job } from "../../../core/jobs/queue.ts";
import { sweep } from "../../../core/jobs/sweep.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { publishedPolicy } from "../../../core/policies/published.ts";
import { newId } from "../../../core/records/new_id.ts";
import { matchPolicy } from "../kind.ts";
import { measureBase } from "../compare/measure.ts";
import { compileDesk } from "./desk.ts";
import { clustersOf, type Link } from "./group.ts";
import { advance, comparePairs, pairLeads, readLeads, type Running } from "./search.ts";
import { Superseded } from "./superseded.ts";

/**
 * Searches the whole base for likely duplicates, from where the run stands: every lead is filed under its keys, leads that share a
 * rare key become pairs, pairs are compared, likely ones grouped. In chunks that commit with the run's place, so that a crash goes on
 * where it stood; memory does not grow with the base but with the duplicates found.
 */
export const findDuplicates = job<{ id: string }>({
  name: "duplicate.run",
  async run(house, { id }) {
    const ctx = systemCtx(house, "duplicate.run", { kind: "rule", event: "duplicate.run", id });
    try {
      await search(ctx, id);
    } catch (error) {
      if (error instanceof Superseded) return;
      if (/^(08|57P)/.test((error as { code?: string }).code ?? "")) throw error;
      house.log.error({ err: error, run: id }, "search for duplicates failed");
      await sql`update clew.duplicate_run set status = 'failed', error = 'internal', finished_at = ${house.clock.now()}, beat_at = null where id = ${id} and status = 'running'`.execute(house.db);
    }
  },
});

/** A run that nobody has moved for this long is taken up again: its process is gone. */
const STALE = 90_000;

/** Takes up runs whose process has died. */
export const resumeDuplicateRuns = sweep<{ id: string }>({
  name: "duplicate.resume",
  async take(tx, most) {
    const { rows } = await sql<{ id: string }>`
      select id from clew.duplicate_run where status in ('queued', 'running') and beat_at < ${new Date(tx.now.getTime() - STALE)} limit ${most} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, rows) {
    await sql`update clew.duplicate_run set beat_at = ${tx.now} where id = any(${rows.map((r) => r.id)}::uuid[])`.execute(tx.db);
    for (const { id } of rows) await enqueue(tx, findDuplicates, { id }, { key: `duplicates:${id}` });
  },
});

async function search(ctx: Ctx, id: string): Promise<void> {
  const run = await takeUp(ctx, id);
  const { house } = ctx;
  const { body } = await publishedPolicy(house, matchPolicy);
  const fields = (await catalog.get(house)).fields("lead");
  const desk = compileDesk(body, fields, await measureBase(ctx.db, body, fields));
  if (run.phase === "reading") {
    await readLeads(ctx, run, desk);
    await next(ctx, run, "pairing", 0);
  }
  if (run.phase === "pairing") {
    await pairLeads(ctx, run, await count(ctx, "lead"));
    await next(ctx, run, "comparing", await count(ctx, "duplicate_candidate"));
  }
  if (run.phase === "comparing") {
    await comparePairs(ctx, run, desk);
    await next(ctx, run, "grouping", run.total);
  }
  await keep(ctx, run);
}

/** The run from where it stands; from the beginning when the server has lost the unlogged work in between. */
async function takeUp(ctx: Ctx, id: string): Promise<Running> {
  return transaction(ctx, async (tx) => {
    const { rows } = await sql<Running & { status: string }>`
      update clew.duplicate_run set status = 'running', beat_at = ${ctx.house.clock.now()} where id = ${id} and status in ('queued', 'running') returning id, phase, place, done, total`.execute(tx.db);
    const run = rows[0];
    if (!run) throw new Superseded();
    const { rows: filed } = await sql`select from clew.duplicate_block limit 1`.execute(tx.db);
    if (run.phase !== null && (run.place === null && run.phase === "reading" ? true : filed.length > 0)) return run;
    await sql`truncate clew.duplicate_block, clew.duplicate_candidate, clew.duplicate_found`.execute(tx.db);
    await advance(tx, run, { phase: "reading", place: null, done: 0, total: await count(tx, "lead") });
    return run;
  });
}

async function next(ctx: Ctx, run: Running, phase: Running["phase"], total: number): Promise<void> {
  await transaction(ctx, (tx) => advance(tx, run, { phase, place: null, done: 0, total }));
}

async function count(ctx: Ctx, name: "lead" | "duplicate_candidate"): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.raw(name === "lead" ? "crm.lead" : "clew.duplicate_candidate")}`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

interface Found extends Link {
  score: number;
  rule_id: string;
  evidence: unknown;
}

const WRITTEN = 5_000;

/** Groups what was found and puts it in the place of the clusters that waited from earlier runs; decided ones stay. */
async function keep(ctx: Ctx, run: Running): Promise<void> {
  const { rows: pairs } = await sql<Found>`select left_id, right_id, score, rule_id, evidence from clew.duplicate_found`.execute(ctx.db);
  await transaction({ ...ctx, now: ctx.house.clock.now() }, async (tx) => {
    // Nobody dismisses while clusters are exchanged.
    await sql`lock table clew.duplicate_dismissed in share mode`.execute(tx.db);
    const { rows: apart } = await sql<Link>`
      select d.left_id, d.right_id from clew.duplicate_dismissed d where exists (select from clew.duplicate_found f where d.left_id in (f.left_id, f.right_id))`.execute(tx.db);
    const told = new Set(apart.map((a) => `${a.left_id} ${a.right_id}`));
    const clusters = clustersOf(pairs.filter((p) => !told.has(`${p.left_id} ${p.right_id}`)), apart).map((cluster) => ({ ...cluster, id: newId() }));
    await sql`delete from clew.duplicate_cluster where status = 'open'`.execute(tx.db);
    await written(clusters, (some) => sql`
      insert into clew.duplicate_cluster (id, run_id, size, score, status)
      select x.id, ${run.id}::uuid, x.size, x.score, 'open' from ${rowsOf(some.map((c) => ({ id: c.id, size: c.members.length, score: Math.max(...c.pairs.map((p) => p.score)) })), { id: "uuid", size: "int", score: "real" })}`.execute(tx.db));
    await written(clusters.flatMap((c) => c.members.map((lead_id) => ({ cluster_id: c.id, lead_id }))), (some) => sql`
      insert into clew.duplicate_member (cluster_id, lead_id) select x.cluster_id, x.lead_id from ${rowsOf(some, { cluster_id: "uuid", lead_id: "uuid" })}`.execute(tx.db));
    await written(clusters.flatMap((c) => c.pairs.map((pair) => ({ ...pair, cluster_id: c.id }))), (some) => sql`
      insert into clew.duplicate_pair (cluster_id, left_id, right_id, score, rule_id, evidence) select x.cluster_id, x.left_id, x.right_id, x.score, x.rule_id, x.evidence
      from ${rowsOf(some, { cluster_id: "uuid", left_id: "uuid", right_id: "uuid", score: "real", rule_id: "text", evidence: "jsonb" })}`.execute(tx.db));
    const { numAffectedRows } = await sql`
      update clew.duplicate_run set status = 'done', phase = null, place = null, finished_at = ${tx.now}, beat_at = null, clusters = ${clusters.length}, pairs = ${run.total} where id = ${run.id} and status = 'running'`.execute(tx.db);
    if (numAffectedRows !== 1n) throw new Superseded();
    await sql`truncate clew.duplicate_block, clew.duplicate_candidate, clew.duplicate_found`.execute(tx.db);
  });
}

async function written<T>(rows: readonly T[], write: (some: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += WRITTEN) await write(rows.slice(i, i + WRITTEN));
}
