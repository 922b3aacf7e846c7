import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import type { FieldDef, Row } from "../../core/language/types.ts";
import { catalog } from "../../core/objects/catalog.ts";
import { recordDecisions } from "../../core/policies/decision.ts";
import { columnList, table } from "../../core/records/columns.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { updateRows } from "../../core/records/write.ts";
import { compileScore, type Score } from "./decide.ts";
import { loadHappened } from "./happened.ts";
import type { ScorePolicy } from "./policy.ts";

/** A score policy and which version of it. */
export interface InForce {
  body: ScorePolicy;
  version: number;
}

/** A lead as it was read, and what the policy makes of it. */
export interface Scored {
  id: string;
  /** Version of the lead that was scored. */
  read: number;
  changed: boolean;
  now: Score;
}

/** The fields of a lead that a policy looks at. */
export const fieldsOf = (policy: ScorePolicy): string[] => [...new Set(policy.groups.flatMap((group) => group.rules.flatMap((rule) => filterFields(rule.when))))];

/** Reads open leads that a condition on `id` and the rest of a statement picks, with no more than the policy looks at, and scores them. Writes nothing. */
export async function readScores(ctx: Ctx, { body }: InForce, which: RawBuilder<unknown>): Promise<Scored[]> {
  const known = (await catalog.get(ctx.house)).fields("lead");
  const columns = [...new Set(["id", "version", "score", "grade", "heat", ...fieldsOf(body)])].map((key) => known.get(key)).filter((field): field is FieldDef => field !== undefined);
  const { rows } = await sql<Row>`select ${columnList(columns)} from ${table("lead")} where stage not in ('converted', 'disqualified') and ${which}`.execute(ctx.db);
  const score = compileScore(body, await filterEnv(ctx));
  const happened = await loadHappened(ctx, [body], rows.map((row) => row.id as string));
  return rows.map((row) => {
    const now = score(row, happened.get(row.id as string));
    return { id: row.id as string, read: row.version as number, changed: now.score !== row.score || now.grade !== row.grade || now.heat !== row.heat, now };
  });
}

/** Writes the scores that differ, with receipts and history; nothing changed, nothing written. Answers the ids of leads that have changed since they were read. */
export async function writeScores(tx: Ctx, { version }: InForce, scored: readonly Scored[]): Promise<string[]> {
  const differing = scored.filter((each) => each.changed);
  const written = await updateRows(tx, "lead", differing.map(({ id, read, now }) => ({ id, ifVersion: read, changes: { score: now.score, grade: now.grade, heat: now.heat } })));
  const done = differing.filter((_, i) => written[i]?.row);
  await recordDecisions(tx, done.map(({ id, now: { reasons, ...outcome } }) => ({ object: "lead", record_id: id, verdicts: [{ kind: "score" as const, version, outcome, reasons }] })));
  return differing.filter((_, i) => written[i]?.refused?.code === "conflict").map(({ id }) => id);
}

/** Locks the open leads among `ids`, scores them by a policy and writes what is different. Answers when each next changes by itself. */
export async function scoreAgain(tx: Ctx, policy: InForce, ids: readonly string[]): Promise<{ id: string; next_at: string | undefined }[]> {
  if (ids.length === 0) return [];
  const scored = await readScores(tx, policy, sql`id = any(${ids}::uuid[]) order by id for update`);
  await writeScores(tx, policy, scored);
  return scored.map(({ id, now }) => ({ id, next_at: now.next_at }));
}
