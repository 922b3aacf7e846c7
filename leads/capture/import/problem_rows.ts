import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import type { Reason } from "../../../core/policies/reason.ts";
import type { RowProblem } from "../files/table.ts";
import type { Outcome } from "../arrival.ts";

/** A row that needs somebody's eye: set aside, failed, or with a value that was not understood. */
export interface ProblemRow {
  number: number;
  outcome: Outcome | "updated";
  payload: Record<string, string>;
  reasons: Reason[];
}

const TELLING = new Set(["created", "merged", "attached", "duplicate", "updated"]);

/** The problem of a row, or nothing: all reasons of a row not taken, else only values not understood. */
export function problemOf(row: Omit<ProblemRow, "reasons"> & { reasons: readonly Reason[] }): ProblemRow[] {
  const reasons = row.reasons.filter((r) => !TELLING.has(row.outcome) || r.code === "value_not_understood");
  return reasons.length === 0 && TELLING.has(row.outcome) ? [] : [{ number: row.number, outcome: row.outcome, payload: row.payload, reasons }];
}

/** Keeps problem rows of a chunk. */
export async function storeProblems(tx: Ctx, importId: string, phase: "preview" | "run", rows: readonly ProblemRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into clew.import_problem (import_id, phase, row_number, outcome, cells, reasons)
    select ${importId}, ${phase}, number, outcome, payload, reasons
    from json_to_recordset(${JSON.stringify(rows).replaceAll("\\u0000", "\\\\u0000")}::json) as x(number int, outcome text, payload jsonb, reasons jsonb)
    on conflict (import_id, phase, row_number) do update set outcome = excluded.outcome, reasons = excluded.reasons`.execute(tx.db);
}

/** Adds what was noticed while reading the file to rows already listed, and lists the others; seen only once all was read. */
export async function storeFileProblems(tx: Ctx, importId: string, phase: "preview" | "run", found: readonly RowProblem[]): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map(({ row, code, facts }) => ({ number: row, reasons: [{ code, facts }] }));
  await sql`
    insert into clew.import_problem as p (import_id, phase, row_number, outcome, cells, reasons)
    select distinct on (number) ${importId}, ${phase}, number, 'created', '{}', reasons from json_to_recordset(${JSON.stringify(rows)}::json) as x(number int, reasons jsonb)
    on conflict (import_id, phase, row_number) do update set reasons = p.reasons || excluded.reasons where not p.reasons @> excluded.reasons`.execute(tx.db);
}
