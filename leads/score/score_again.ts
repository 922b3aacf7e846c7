import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import type { FieldDef, Row } from "../../core/language/types.ts";
import { catalog } from "../../core/objects/catalog.ts";
import { recordDecisions } from "../../core/policies/decision.ts";
import { columnList, table } from "../../core/records/columns.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { updateRows } from "../../core/records/write.ts";
import { compileScore } from "./decide.ts";
import { loadHappened } from "./happened.ts";
import type { ScorePolicy } from "./policy.ts";

/** A score policy and which version of it. */
export interface InForce {
  body: ScorePolicy;
  version: number;
}

/** The fields of a lead that a policy looks at. */
export const fieldsOf = (policy: ScorePolicy): string[] => [...new Set(policy.groups.flatMap((group) => group.rules.flatMap((rule) => filterFields(rule.when))))];

/** Locks the open leads among `ids`, scores them by a policy and writes what is different. Answers when each next changes by itself. */
export async function scoreAgain(tx: Ctx, policy: InForce, ids: readonly string[]): Promise<{ id: string; next_at: string | undefined }[]> {
  const known = (await catalog.get(tx.house)).fields("lead");
  const columns = [...new Set(["id", "score", "grade", "heat", ...fieldsOf(policy.body)])].map((key) => known.get(key)).filter((field): field is FieldDef => field !== undefined);
  const { rows } = await sql<Row>`
    select ${columnList(columns)} from ${table("lead")} where id = any(${ids}::uuid[]) and stage not in ('converted', 'disqualified') order by id for update`.execute(tx.db);
  return scoreRows(tx, policy, rows);
}

/** Scores locked rows by a policy and writes what is different: scores, receipts, history. Nothing changed, nothing written. */
export async function scoreRows(tx: Ctx, { body, version }: InForce, rows: readonly Row[]): Promise<{ id: string; next_at: string | undefined }[]> {
  const score = compileScore(body, await filterEnv(tx));
  const happened = await loadHappened(tx, [body], rows.map((row) => row.id as string));
  const scored = rows.map((row) => ({ row, id: row.id as string, now: score(row, happened.get(row.id as string)) }));
  const changed = scored.filter(({ row, now }) => now.score !== row.score || now.grade !== row.grade || now.heat !== row.heat);
  await updateRows(tx, "lead", changed.map(({ id, now }) => ({ id, changes: { score: now.score, grade: now.grade, heat: now.heat } })));
  await recordDecisions(tx, changed.map(({ id, now: { reasons, ...outcome } }) => ({ object: "lead", record_id: id, verdicts: [{ kind: "score" as const, version, outcome, reasons }] })));
  return scored.map(({ id, now }) => ({ id, next_at: now.next_at }));
}
