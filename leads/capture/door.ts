import { sql } from "kysely";
import { newId } from "../../core/records/new_id.ts";
import type { Ctx } from "../../core/ctx.ts";
import { again } from "../../core/db/again.ts";
import { isConnectionLost } from "../../core/db/lost.ts";
import { gather } from "../../core/db/gather.ts";
import { transaction } from "../../core/db/transaction.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Channel } from "./channels.ts";
import type { Answer, Arrival } from "./arrival.ts";
import { intake } from "./intake.ts";
import { readAhead } from "./read.ts";

interface Call {
  ctx: Ctx;
  channel: Channel;
  arrival: Arrival;
}

/**
 * One batch is being written, one lies ready behind it, one is read and looked up. Larger batches would leave nobody to prepare while one
 * is written: with 200 connections and no bound, 0.54 times the bare insert instead of 0.60.
 */
const LANES = 3;
const MOST_TOGETHER = 64;

/** The single door for one arrival: concurrent callers share a batch and a commit, and each gets its own answer after it. */
export async function arrive(ctx: Ctx, channel: Channel, arrival: Arrival): Promise<Answer> {
  await readAhead(ctx, channel, arrival);
  const door = ctx.house.keep("capture.door", () => gather<Call, Answer>({ lanes: LANES, most: MOST_TOGETHER }, together));
  return door({ ctx, channel, arrival });
}

async function together(calls: readonly Call[]): Promise<Answer[]> {
  const answers: Answer[] = new Array(calls.length);
  const groups = new Map<string, number[]>();
  calls.forEach(({ ctx, channel }, i) => {
    const key = `${channel.key} ${ctx.actor.kind} ${ctx.actor.id ?? ctx.actor.name}`;
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  });
  for (const group of groups.values()) {
    const first = calls[group[0] as number] as Call;
    const results = await arriveAll(first.ctx, first.channel, group.map((i) => (calls[i] as Call).arrival));
    group.forEach((i, n) => {
      answers[i] = results[n] as Answer;
    });
  }
  return answers;
}

/**
 * Takes a batch in one transaction. One that cannot commit is split until the bad item stands alone; that one is stored as
 * `failed` with its reason. A database that does not answer fails the call instead: nothing was promised.
 */
export async function arriveAll(ctx: Ctx, channel: Channel, arrivals: readonly Arrival[]): Promise<Answer[]> {
  if (arrivals.length === 0) return [];
  // The event of a batch is about the batch: its moment is when it is taken.
  const now: Ctx = { ...ctx, now: ctx.house.clock.now(), cause: { ...ctx.cause, kind: ctx.cause.kind === "hand" || ctx.cause.kind === "api" ? "capture" : ctx.cause.kind } };
  try {
    const alone = !ctx.afterCommit;
    const take = () => transaction(now, (tx) => intake(tx, channel, arrivals, alone));
    return await (alone ? again(take) : take());
  } catch (error) {
    if (ctx.afterCommit || isConnection(error)) throw error;
    if (arrivals.length === 1) return [await keepFailed(now, channel, arrivals[0] as Arrival, error)];
    const half = Math.ceil(arrivals.length / 2);
    const left = await arriveAll(ctx, channel, arrivals.slice(0, half));
    return [...left, ...(await arriveAll(ctx, channel, arrivals.slice(half)))];
  }
}

/** Whether the database was not there or had no room, rather than refusing what it was given. */
export function isConnection(error: unknown): boolean {
  return isConnectionLost(error) || /^(53|58)/.test((error as { code?: string }).code ?? "");
}

/** Stores an arrival that cannot be taken, as `failed`. */
export async function keepFailed(ctx: Ctx, channel: Channel, arrival: Arrival, error: unknown): Promise<Answer> {
  const reason = error instanceof Refusal ? { code: error.code, facts: error.facts } : { code: "internal", facts: {} };
  if (!(error instanceof Refusal)) ctx.house.log.error({ err: error, channel: channel.key }, "arrival failed");
  const answer: Answer = { arrival_id: arrival.replayOf?.id ?? newId(), outcome: "failed", lead_id: null, owner_id: null, pool_id: null, score: null, grade: null, reasons: [reason] };
  // What the database cannot store as text is stored escaped: nothing that arrived is lost.
  const payload = JSON.stringify(arrival.payload).replaceAll("\\u0000", "\\\\u0000");
  await sql`
    insert into clew.arrival (id, channel, received_at, payload, headers, idempotency_key, outcome, reasons, answer, import_id, row_number)
    values (${answer.arrival_id}, ${channel.key}, ${ctx.now}, ${payload}::json, ${JSON.stringify(arrival.headers ?? {})}::jsonb, ${arrival.idempotencyKey ?? null}, 'failed',
      ${JSON.stringify([reason])}::jsonb, ${JSON.stringify(answer)}::jsonb, ${arrival.importId ?? null}, ${arrival.rowNumber ?? null})
    on conflict (id) do update set reasons = excluded.reasons, replays = arrival.replays + 1, replayed_at = ${ctx.now}`.execute(ctx.db);
  return answer;
}
