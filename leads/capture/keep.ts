import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { copyRows } from "../../core/db/copy.ts";
import { JsonText, rowsOf } from "../../core/db/rows.ts";
import { onItsWay } from "../../core/db/transaction.ts";
import { type Decision, recordDecisions, storedVerdicts } from "../../core/policies/decision.ts";
import type { Answer, Item } from "./arrival.ts";
import type { Channel } from "./channels.ts";

const COLUMNS = {
  id: "uuid", channel: "text", received_at: "timestamptz", payload: "json", headers: "jsonb", idempotency_key: "text", outcome: "text", object: "text", record_id: "uuid", reasons: "jsonb", answer: "jsonb", import_id: "uuid", row_number: "int", verdicts: "json",
  cause: "jsonb",
};

/** Stores the arrivals with what became of them, and the receipts. */
export async function keep(tx: Ctx, channel: Channel, items: readonly Item[]): Promise<Answer[]> {
  const answers = items.map((item): Answer => ({
    arrival_id: item.id, outcome: item.outcome, lead_id: item.object === "lead" ? item.record_id : null,
    owner_id: (item.lead?.owner_id as string | null | undefined) ?? null, pool_id: (item.lead?.pool_id as string | null | undefined) ?? null,
    score: (item.lead?.score as number | null | undefined) ?? null, grade: (item.lead?.grade as string | null | undefined) ?? null, reasons: item.reasons,
  }));
  const cause = new JsonText(JSON.stringify(tx.cause));
  const rows = items.flatMap((item, i) => (item.arrival.replayOf ? [] : [{
    id: item.id, channel: channel.key, received_at: tx.now, payload: item.arrival.payload, headers: item.arrival.headers ?? {}, idempotency_key: item.arrival.idempotencyKey ?? null, outcome: item.outcome, object: item.object,
    record_id: item.record_id, reasons: item.reasons, answer: item.arrival.idempotencyKey === undefined ? {} : answers[i], import_id: item.arrival.importId ?? null, row_number: item.arrival.rowNumber ?? null,
    verdicts: item.verdicts.length > 0 ? storedVerdicts(item.verdicts) : null, cause,
  }]));
  if (rows.length > 0) await onItsWay(tx, copyRows(tx, "clew.arrival", COLUMNS, rows));
  await keepReplays(tx, items.filter((i) => i.arrival.replayOf));
  // What a replay decides comes beside what was decided at first.
  await recordDecisions(tx, items.filter((i) => i.arrival.replayOf && i.verdicts.length > 0).map((i): Decision => ({ object: i.object ?? "lead", record_id: i.record_id, arrival_id: i.id, verdicts: i.verdicts })));
  return answers;
}

/** An arrival taken once more keeps its place in the ledger and says what became of it now. */
async function keepReplays(tx: Ctx, items: readonly Item[]): Promise<void> {
  if (items.length === 0) return;
  await onItsWay(tx, sql`
    update clew.arrival a set outcome = x.outcome, object = x.object, record_id = x.record_id, reasons = x.reasons, replays = a.replays + 1, replayed_at = ${tx.now}
    from ${rowsOf(items, { id: "uuid", outcome: "text", object: "text", record_id: "uuid", reasons: "jsonb" })} where a.id = x.id`.execute(tx.db));
}
