import { sql } from "kysely";
import { newId } from "../records/new_id.ts";
import type { Ctx } from "../ctx.ts";
import { copyRows } from "../db/copy.ts";
import { JsonText } from "../db/rows.ts";
import { onItsWay } from "../db/transaction.ts";
import { type Reason, storedReason } from "./reason.ts";

export type PolicyKindName = "match" | "score" | "route" | "pool" | "sla";
/** What a verdict may be about: a policy, or what was learned from outcomes. */
export type VerdictKind = PolicyKindName | "predict";

/** What one policy decided: which version, the outcome, and why. */
export interface Verdict {
  kind: VerdictKind;
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
  const cause = new JsonText(JSON.stringify(tx.cause));
  const rows = decisions.map((d) => ({ id: newId(), at: tx.now, cause, object: d.object, record_id: d.record_id, arrival_id: d.arrival_id ?? null, verdicts: storedVerdicts(d.verdicts) }));
  await onItsWay(tx, copyRows(tx, "clew.decision", COLUMNS, rows));
}

const COLUMNS = { id: "uuid", at: "timestamptz", object: "text", record_id: "uuid", arrival_id: "uuid", cause: "jsonb", verdicts: "json" };

/** Verdicts as they are kept, for whoever keeps them with the record they are about. */
export const storedVerdicts = (verdicts: readonly Verdict[]): JsonText => new JsonText(`[${verdicts.map(stored).join(",")}]`);

function stored({ kind, version, outcome, reasons, candidates }: Verdict): string {
  const others = candidates?.map((one) => `{"id":${JSON.stringify(one.id)},"outcome":${JSON.stringify(one.outcome)},"reasons":${list(one.reasons)}}`);
  return `{"kind":"${kind}","version":${version},"outcome":${JSON.stringify(outcome)},"reasons":${list(reasons)}${others ? `,"candidates":[${others.join(",")}]` : ""}}`;
}

const list = (reasons: readonly Reason[]): string => `[${reasons.map(storedReason).join(",")}]`;

export interface Receipt extends Verdict {
  id: string;
  at: string;
  cause: Record<string, unknown>;
}

/** Every verdict about one record (with the ids that were merged into it), newest first: of its arrivals, and of what happened since. */
export async function receiptsOf(ctx: Ctx, object: string, ids: readonly string[], limit: number): Promise<Receipt[]> {
  const { rows } = await sql<{ id: string; at: string; cause: Record<string, unknown>; verdicts: Verdict[] }>`
    (select id, at, cause, verdicts from clew.decision where record_id = any(${ids}::uuid[]) and object = ${object} order by at desc, id desc limit ${limit})
    union all
    (select id, received_at as at, cause, verdicts from clew.arrival where record_id = any(${ids}::uuid[]) and object = ${object} and verdicts is not null order by received_at desc, id desc limit ${limit})
    order by at desc, id desc limit ${limit}`.execute(ctx.db);
  return rows.flatMap((r) => r.verdicts.map((v) => ({ ...v, id: r.id, at: r.at, cause: r.cause })));
}
