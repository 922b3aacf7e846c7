import { sql } from "kysely";
import { v7 } from "uuid";
import type { Ctx } from "../ctx.ts";
import type { Reason } from "./reason.ts";

export type PolicyKindName = "match" | "score" | "route" | "pool" | "sla";

/** What one policy decided: which version, the outcome, and why. */
export interface Verdict {
  kind: PolicyKindName;
  version: number;
  outcome: Record<string, unknown>;
  reasons: Reason[];
  /** Who else was considered, and why not. */
  candidates?: { id: string; outcome: string; reasons: Reason[] }[];
}

export interface Decision {
  object: string;
  record_id: string | null;
  arrival_id?: string | null;
  verdicts: Verdict[];
}

/** Stores decisions in the transaction of what they decided. */
export async function recordDecisions(tx: Ctx, decisions: readonly Decision[]): Promise<void> {
  if (decisions.length === 0) return;
  const rows = decisions.map((d) => ({ id: v7(), ...d, arrival_id: d.arrival_id ?? null }));
  await sql`
    insert into clew.decision (id, at, object, record_id, arrival_id, cause, verdicts)
    select x.id, ${tx.now}, x.object, x.record_id, x.arrival_id, ${JSON.stringify(tx.cause)}::jsonb, x.verdicts
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(id uuid, object text, record_id uuid, arrival_id uuid, verdicts jsonb)`.execute(tx.db);
}

export interface Receipt extends Verdict {
  id: string;
  at: string;
  cause: Record<string, unknown>;
}

/** Every verdict about one record, newest first. */
export async function receiptsOf(ctx: Ctx, object: string, recordId: string, limit: number): Promise<Receipt[]> {
  const { rows } = await sql<{ id: string; at: string; cause: Record<string, unknown>; verdicts: Verdict[] }>`
    select id, at, cause, verdicts from clew.decision where record_id = ${recordId} and object = ${object} order by at desc, id desc limit ${limit}`.execute(ctx.db);
  return rows.flatMap((r) => r.verdicts.map((v) => ({ ...v, id: r.id, at: r.at, cause: r.cause })));
}
