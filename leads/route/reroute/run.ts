import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import { type Ctx, type House, systemCtx } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { enqueue, job } from "../../../core/jobs/queue.ts";
import { sweep } from "../../../core/jobs/sweep.ts";
import type { Row } from "../../../core/language/types.ts";
import { type Notice, notify } from "../../../core/notifications/notify.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { recordDecisions } from "../../../core/policies/decision.ts";
import { lockRows, updateRows } from "../../../core/records/write.ts";
import { Refusal } from "../../../core/refusal.ts";
import { CLOSED_STAGES } from "../../lead.object.ts";
import { keepTurns, lockTurns } from "../assign.ts";
import { UNACCEPTED } from "../accept.ts";
import { openOffers } from "../offers.ts";
import { routeReason } from "../words.ts";
import { decideGiven, type Given, policyOf } from "./give.ts";
import { COLUMNS, type Handover, type HandoverItem, type GivePeople, tellHandover } from "./stored.ts";
import { undoStep } from "./undo.ts";

/** Records a transaction. */
const CHUNK = 200;

interface Result {
  n: number;
  state: "moved" | "kept" | "refused";
  before: Row | null;
  after: Row | null;
  version: number | null;
  reason: unknown;
}

/** Moves the next chunk of a handover; answers whether anything is left. */
export async function step(tx: Ctx, { id }: Pick<Handover, "id">): Promise<boolean> {
  const { rows } = await sql<Handover>`select ${COLUMNS} from clew.handover where id = ${id} and status = 'running' for update`.execute(tx.db);
  const handover = rows[0];
  if (!handover) return false;
  const { rows: waiting } = await sql<HandoverItem>`
    select n, object, record_id, state, before, after from clew.handover_item where handover_id = ${id} and state = 'waiting' order by n limit ${CHUNK}`.execute(tx.db);
  const first = waiting[0]?.object;
  const items = waiting.filter((item) => item.object === first);
  const acting: Ctx = { ...tx, cause: { kind: "rule", id, event: `handover.${handover.kind}` } };
  const results = first === undefined ? [] : first === "lead" ? await moveLeads(acting, handover, items) : await moveOthers(acting, handover, items);
  await sql`
    update clew.handover_item i set state = x.state, before = x.before, after = x.after, version = x.version, reason = x.reason
    from ${rowsOf(results, { n: "int", state: "text", before: "jsonb", after: "jsonb", version: "int", reason: "jsonb" })} where i.handover_id = ${id} and i.n = x.n`.execute(tx.db);
  const done = handover.done + items.length;
  const over = done >= handover.total;
  await sql`update clew.handover set done = ${done}, beat_at = ${over ? null : tx.now}::timestamptz, status = ${over ? "done" : "running"}, finished_at = ${over ? tx.now : null}::timestamptz where id = ${id}`.execute(tx.db);
  await tellHandover(tx, handover);
  return !over;
}

async function moveLeads(tx: Ctx, { id, plan, person_id, kind }: Handover, items: readonly HandoverItem[]): Promise<Result[]> {
  const give = plan.lead ?? { by: "policy" };
  const ruled = await policyOf(tx, give);
  const all = await catalog.get(tx.house);
  const leads = await lockRows(tx, all.object("lead"), all, items.map((item) => item.record_id));
  // Leads before turns, turns before counters: the order of everybody who routes.
  const turns = ruled ? await lockTurns(tx, ruled.policy) : {};
  const open = [...leads.values()].filter((row) => !CLOSED_STAGES.has(String(row.stage)) && (person_id === null || row.owner_id === person_id));
  const { given: all_given, state } = await decideGiven(tx, give, open, turns, person_id ? [person_id] : []);
  // For the time of a leave a lead goes to somebody or stays: a pool would give it away.
  const given = kind === "leave" ? all_given.map((one): Given => (one.to?.owner_id === null ? { ...one, to: null, reasons: [routeReason("nobody_can_take"), ...one.reasons] } : one)) : all_given;
  if (give.by === "policy" || give.by === "rule") await keepTurns(tx, turns, state);
  const going = given.filter((one) => one.to !== null);
  const written = await updateRows(tx, "lead", going.map(({ row, to }) => ({ id: row.id as string, changes: { ...to, ...(to?.owner_id ? {} : { stage: "new", next_step_at: null, next_step: null }) } })));
  const moved = going.filter((_, i) => !written[i]?.refused);
  // A time to accept is for leads nobody has taken on yet.
  const offered = ruled && (give.by === "policy" || give.by === "rule") ? moved.filter(({ row }) => UNACCEPTED.has(String(row.stage))) : [];
  if (ruled && offered.length > 0) await openOffers(tx, ruled.policy, ruled.version, offered.map(({ row }) => row.id as string), offered.map((one) => ({ ...one, owner_id: one.to?.owner_id ?? null, pool_id: one.to?.pool_id ?? null })));
  await recordDecisions(tx, moved.map((one) => ({
    object: "lead", record_id: one.row.id as string,
    verdicts: [{ kind: "route" as const, version: ruled?.version ?? 0, outcome: { ...one.to, rule: one.rule_id, strategy: one.strategy ?? kind, handover: id, from: one.row.owner_id ?? null }, reasons: one.reasons, candidates: one.candidates }],
  })));
  await tellReceivers(tx, moved);
  const byId = new Map(going.map((one, i) => [one.row.id as string, written[i]] as const));
  const decided = new Map(given.map((one) => [one.row.id as string, one]));
  return items.map((item): Result => {
    const one = decided.get(item.record_id);
    if (!one) return kept(item.n, leads.has(item.record_id) ? "lead_not_open" : "record_gone");
    const result = byId.get(item.record_id);
    if (!result) return { ...kept(item.n), reason: one.reasons[0] ?? null };
    if (result.refused) return { ...kept(item.n), state: "refused", reason: { code: result.refused.code, text: result.refused.text } };
    const { row } = one;
    return { n: item.n, state: "moved", before: { owner_id: row.owner_id ?? null, pool_id: row.pool_id ?? null, stage: row.stage ?? null, next_step: row.next_step ?? null, next_step_at: row.next_step_at ?? null }, after: { owner_id: result.row.owner_id ?? null, pool_id: result.row.pool_id ?? null, stage: result.row.stage ?? null }, version: result.row.version as number, reason: null };
  });
}

const kept = (n: number, code?: Parameters<typeof routeReason>[0]): Result => ({ n, state: "kept", before: null, after: null, version: null, reason: code ? routeReason(code) : null });

/** Everything else has an owner and no rules of its own: it goes where the plan says, with its account where that went. */
async function moveOthers(tx: Ctx, handover: Handover, items: readonly HandoverItem[]): Promise<Result[]> {
  const object = (items[0] as HandoverItem).object;
  const give = handover.plan[object] as GivePeople | undefined;
  const all = await catalog.get(tx.house);
  const rows = await lockRows(tx, all.object(object), all, items.map((item) => item.record_id));
  const accounts = await accountsMoved(tx, handover.id, [...rows.values()]);
  const to = (item: HandoverItem, row: Row): string | undefined => {
    if (give?.by === "even") return accounts.get(row.account_id as string) ?? give.ids[item.n % give.ids.length];
    return give?.id;
  };
  const going = items.flatMap((item) => {
    const row = rows.get(item.record_id);
    const owner = row && row.owner_id === handover.person_id ? to(item, row) : undefined;
    return row && owner ? [{ item, row, owner }] : [];
  });
  const written = await updateRows(tx, object, going.map(({ row, owner }) => ({ id: row.id as string, changes: { owner_id: owner } })));
  const results = new Map(going.map(({ item, row }, i): [number, Result] => {
    const result = written[i];
    if (result?.refused) return [item.n, { ...kept(item.n), state: "refused", reason: { code: result.refused.code, text: result.refused.text } }];
    return [item.n, { n: item.n, state: "moved", before: { owner_id: row.owner_id ?? null }, after: { owner_id: result?.row?.owner_id ?? null }, version: result?.row?.version as number, reason: null }];
  }));
  // A task whose lead was given away has gone with it.
  return items.map((item) => results.get(item.n) ?? kept(item.n, rows.has(item.record_id) ? "moved_already" : "record_gone"));
}

async function accountsMoved(tx: Ctx, id: string, rows: readonly Row[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.map((row) => row.account_id).filter((account) => typeof account === "string"))];
  if (ids.length === 0) return new Map();
  const { rows: found } = await sql<{ record_id: string; owner_id: string }>`
    select record_id, after->>'owner_id' as owner_id from clew.handover_item where handover_id = ${id} and object = 'account' and state = 'moved' and record_id = any(${ids}::uuid[])`.execute(tx.db);
  return new Map(found.map((row) => [row.record_id, row.owner_id]));
}

/** Each receiver is told once how many came. */
async function tellReceivers(tx: Ctx, moved: readonly Given[]): Promise<void> {
  const counts = new Map<string, number>();
  for (const { to } of moved) if (to?.owner_id) counts.set(to.owner_id, (counts.get(to.owner_id) ?? 0) + 1);
  await notify(tx, [...counts].map(([person_id, count]): Notice => ({ person_id, kind: "leads_assigned", facts: { count } })));
}

/** Runs, or takes back, a handover from where it stands. */
export const runHandover = job<{ id: string }>({ name: "handover.run", run: work });

async function work(house: House, { id }: { id: string }): Promise<void> {
  const { rows } = await sql<Handover>`select ${COLUMNS} from clew.handover where id = ${id}`.execute(house.db);
  const handover = rows[0];
  if (handover?.status !== "running" && handover?.status !== "undoing") return;
  const next = handover.status === "running" ? step : undoStep;
  try {
    for (let more = true; more; await setImmediate()) {
      const ctx: Ctx = { ...systemCtx(house, "handover", { kind: "rule", id }), actor: handover.actor };
      more = await transaction(ctx, (tx) => next(tx, handover));
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await sql`update clew.handover set status = 'failed', beat_at = null, problem = ${JSON.stringify({ code: error.code, text: error.text })}::jsonb where id = ${id}`.execute(house.db);
  }
}

/** A handover that nobody has moved for this long is taken up again: its process is gone. */
const STALE = 60_000;

export const resumeHandovers = sweep<{ id: string }>({
  name: "handover.resume",
  async take(tx, most) {
    const { rows } = await sql<{ id: string }>`
      select id from clew.handover where status in ('running', 'undoing') and beat_at < ${new Date(tx.now.getTime() - STALE)} limit ${most} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx, rows) {
    await sql`update clew.handover set beat_at = ${tx.now} where id = any(${rows.map((r) => r.id)}::uuid[])`.execute(tx.db);
    for (const { id } of rows) await enqueue(tx, runHandover, { id }, { key: `handover:${id}` });
  },
});
