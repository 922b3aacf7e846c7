import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { onItsWay } from "../../core/db/transaction.ts";
import { type Decision, recordDecisions, storedVerdicts } from "../../core/policies/decision.ts";
import type { Answer, Item } from "./arrival.ts";
import type { Channel } from "./channels.ts";

const ARRIVAL_COLUMNS = {
  id: "uuid", received_at: "timestamptz", payload: "json", headers: "jsonb", idempotency_key: "text", outcome: "text", object: "text", record_id: "uuid", reasons: "jsonb", answer: "jsonb", import_id: "uuid", row_number: "int", verdicts: "json",
};

/** Stores the arrivals with what became of them, and the receipts. */
export async function keep(tx: Ctx, channel: Channel, items: readonly Item[]): Promise<Answer[]> {
  const answers = items.map((item): Answer => ({
    arrival_id: item.id, outcome: item.outcome, lead_id: item.object === "lead" ? item.record_id : null,
    owner_id: (item.lead?.owner_id as string | null | undefined) ?? null, pool_id: (item.lead?.pool_id as string | null | undefined) ?? null,
    score: (item.lead?.score as number | null | undefined) ?? null, grade: (item.lead?.grade as string | null | undefined) ?? null, reasons: item.reasons,
  }));
  const rows = items.map((item, i) => ({
    id: item.id, payload: item.arrival.payload, headers: item.arrival.headers ?? {}, idempotency_key: item.arrival.idempotencyKey ?? null, outcome: item.outcome, object: item.object,
    record_id: item.record_id, reasons: item.reasons, answer: item.arrival.idempotencyKey === undefined ? {} : answers[i], import_id: item.arrival.importId ?? null, row_number: item.arrival.rowNumber ?? null,
    received_at: item.arrival.replayOf?.receivedAt ?? tx.now.toISOString(), verdicts: item.verdicts.length > 0 && !item.arrival.replayOf ? storedVerdicts(item.verdicts) : null,
  }));
  const stored = sql`
    insert into clew.arrival (id, channel, received_at, payload, headers, idempotency_key, outcome, object, record_id, reasons, answer, import_id, row_number, verdicts, cause)
    select id, ${channel.key}, received_at, payload, headers, idempotency_key, outcome, object, record_id, reasons, answer, import_id, row_number, verdicts, ${JSON.stringify(tx.cause)}::jsonb
    from ${rowsOf(rows, ARRIVAL_COLUMNS)}
    on conflict (id) do update set outcome = excluded.outcome, object = excluded.object, record_id = excluded.record_id, reasons = excluded.reasons,
      replays = arrival.replays + 1, replayed_at = ${tx.now}`;
  await onItsWay(tx, stored.execute(tx.db));
  // What a replay decides comes beside what was decided at first.
  await recordDecisions(tx, items.filter((i) => i.arrival.replayOf && i.verdicts.length > 0).map((i): Decision => ({ object: i.object ?? "lead", record_id: i.record_id, arrival_id: i.id, verdicts: i.verdicts })));
  return answers;
}
