import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import { transaction } from "../../../core/db/transaction.ts";
import type { Row } from "../../../core/language/types.ts";
import { columnList, table } from "../../../core/records/columns.ts";
import { MOST_PER_KEY } from "../blocking/keys.ts";
import { breathe, rest } from "../compare/breathe.ts";
import type { Desk, Ready } from "./desk.ts";
import { Superseded } from "./superseded.ts";

/** A run as its worker sees it. */
export interface Running {
  id: string;
  phase: "reading" | "pairing" | "comparing" | "grouping" | null;
  /** Where the phase stands; null at its start. */
  place: string | null;
  done: number;
  total: number;
}

const READ = 2_000;
const SLICE = 50;
/** Keys paired in one statement: what sorts in a few seconds. */
const PAIRED = 2_500_000;
/**
 * Pairs looked at for each lead of a large base; where there would be more, the largest blocks give way, so that a search takes as long as
 * the base is large, whatever it is like. A million made leads have 1.3 each.
 */
const PAIRS_PER_LEAD = 8;
/** As many a small base may have. */
const FEW_PAIRS = 1_000_000;
const COMPARED = 2_000;
/** Leads kept ready between chunks. */
const KEPT = 10_000;
/** Leads known to be somebody else's duplicate are not looked at again. */
const LOOKED_AT = sql`t.duplicate_of is null`;

/** Files every lead under its keys, in the order of ids, from where the run stands. The next leads are fetched while some are filed. */
export async function readLeads(ctx: Ctx, run: Running, desk: Desk): Promise<void> {
  const fetch = async (place: string | null): Promise<Row[]> => (await sql<Row>`
    select ${columnList(desk.fields, "t.")} from ${table("lead")} t where ${place === null ? sql`true` : sql`t.id > ${place}::uuid`} and ${LOOKED_AT} order by t.id limit ${READ}`.execute(ctx.db)).rows;
  let rows = await fetch(run.place);
  for (;;) {
    const from = performance.now();
    const last = rows.at(-1);
    if (!last) return;
    const filed: { lead_id: string; keys: string }[] = [];
    for (let i = 0; i < rows.length; i++) {
      const lead = desk.ready(rows[i] as Row);
      filed.push({ lead_id: lead.id, keys: `{${desk.keys(lead).join()}}` });
      if (i % SLICE === SLICE - 1) await breathe();
    }
    const following = rows.length < READ ? Promise.resolve([]) : fetch(last.id as string);
    following.catch(() => {});
    await transaction(ctx, async (tx) => {
      await advance(tx, run, { place: last.id as string, done: run.done + rows.length });
      await sql`insert into clew.duplicate_block (key, lead_id) select unnest(x.keys), x.lead_id from ${rowsOf(filed, { lead_id: "uuid", keys: "bigint[]" })}`.execute(tx.db);
    });
    rows = await following;
    await rest(performance.now() - from);
  }
}

/** Makes the pairs of leads that share a rare enough key, a part of the keys at a time. */
export async function pairLeads(ctx: Ctx, run: Running, leads: number): Promise<void> {
  const { rows: counted } = await sql<{ keys: number }>`select count(*) as keys from clew.duplicate_block`.execute(ctx.db);
  const parts = Math.max(1, Math.ceil((counted[0]?.keys ?? 0) / PAIRED));
  const most = Math.ceil(Math.max(FEW_PAIRS, leads * PAIRS_PER_LEAD) / parts);
  for (let part = Number(run.place ?? 0); part < parts; part++) {
    const from = performance.now();
    await transaction(ctx, async (tx) => {
      await sql`select set_config('work_mem', '64MB', true), set_config('statement_timeout', '10min', true)`.execute(tx.db);
      await advance(tx, run, { place: String(part + 1), done: part + 1, total: parts });
      await sql`
        insert into clew.duplicate_candidate (left_id, right_id)
        with block as materialized (
          select array_agg(lead_id order by lead_id) as ids, count(*) as size from clew.duplicate_block where mod(key, ${parts}) = ${part} group by key having count(*) between 2 and ${MOST_PER_KEY}),
        sizes as (select size, sum(sum(size * (size - 1) / 2)) over (order by size) as pairs from block group by size)
        select distinct a.id, b.id
        from block, unnest(block.ids) with ordinality a(id, place), unnest(block.ids) with ordinality b(id, place)
        where a.place < b.place and block.size <= (select max(size) from sizes where pairs <= ${most} or size = 2) on conflict do nothing`.execute(tx.db);
    });
    await rest(performance.now() - from);
  }
  // Without statistics the pairs would be sorted anew for every chunk of them.
  await sql`analyze clew.duplicate_candidate`.execute(ctx.db);
}

/** Compares every pair and keeps the likely ones that nobody has dismissed. */
export async function comparePairs(ctx: Ctx, run: Running, desk: Desk): Promise<void> {
  const kept = new Map<string, Ready>();
  const fetch = async (place: string | null): Promise<Pair[]> => {
    const [left, right] = place?.split(" ") ?? [];
    return (await sql<Pair>`
      select left_id, right_id from clew.duplicate_candidate where ${left ? sql`(left_id, right_id) > (${left}::uuid, ${right}::uuid)` : sql`true`} order by left_id, right_id limit ${COMPARED}`.execute(ctx.db)).rows;
  };
  let pairs = await fetch(run.place);
  for (;;) {
    const from = performance.now();
    const last = pairs.at(-1);
    if (!last) return;
    const place = `${last.left_id} ${last.right_id}`;
    await load(ctx, desk, kept, new Set(pairs.flatMap((pair) => [pair.left_id, pair.right_id])));
    const following = fetch(place);
    following.catch(() => {});
    const found: object[] = [];
    for (const [i, { left_id, right_id }] of pairs.entries()) {
      const [a, b] = [kept.get(left_id), kept.get(right_id)];
      const likely = a && b ? desk.compare(a, b) : null;
      if (likely) found.push({ left_id, right_id, score: likely.score, rule_id: likely.rule_id, evidence: likely.reasons });
      if (i % SLICE === SLICE - 1) await breathe();
    }
    await transaction(ctx, async (tx) => {
      await advance(tx, run, { place, done: run.done + pairs.length });
      if (found.length === 0) return;
      await sql`
        insert into clew.duplicate_found (left_id, right_id, score, rule_id, evidence)
        select x.left_id, x.right_id, x.score, x.rule_id, x.evidence from ${rowsOf(found, { left_id: "uuid", right_id: "uuid", score: "real", rule_id: "text", evidence: "jsonb" })}
        where not exists (select from clew.duplicate_dismissed d where d.left_id = x.left_id and d.right_id = x.right_id) on conflict do nothing`.execute(tx.db);
    });
    if (kept.size > KEPT) for (const id of kept.keys()) if (kept.size > KEPT / 2) kept.delete(id);
    pairs = await following;
    await rest(performance.now() - from);
  }
}

interface Pair {
  left_id: string;
  right_id: string;
}

async function load(ctx: Ctx, desk: Desk, kept: Map<string, Ready>, wanted: ReadonlySet<string>): Promise<void> {
  const missing = [...wanted].filter((id) => !kept.has(id));
  if (missing.length === 0) return;
  const { rows } = await sql<Row>`select ${columnList(desk.fields, "t.")} from ${table("lead")} t where t.id = any(${missing}::uuid[])`.execute(ctx.db);
  for (let i = 0; i < rows.length; i++) {
    kept.set((rows[i] as Row).id as string, desk.ready(rows[i] as Row));
    if (i % SLICE === SLICE - 1) await breathe();
  }
}

/** Moves a run on in the transaction of what was done; only while it is to run, and only from where it stood. */
export async function advance(tx: Ctx, run: Running, to: Partial<Pick<Running, "phase" | "place" | "done" | "total">>): Promise<void> {
  const next = { ...run, ...to };
  const { numAffectedRows } = await sql`
    update clew.duplicate_run set phase = ${next.phase}, place = ${next.place}, done = ${next.done}, total = greatest(${next.total}::int, ${next.done}::int), beat_at = ${tx.house.clock.now()}
    where id = ${run.id} and status = 'running' and place is not distinct from ${run.place} and phase is not distinct from ${run.phase}`.execute(tx.db);
  if (numAffectedRows !== 1n) throw new Superseded();
  Object.assign(run, next);
}
