import { scopeOf } from "../../core/access/rights.ts";
import type { Ctx } from "../../core/ctx.ts";
import { visibleRows } from "../../core/records/find.ts";
import { viewOf } from "../../core/records/viewer.ts";
import type { Answer } from "./arrival.ts";

/** Answers as their caller may see them: a lead outside the caller's scope that an arrival met keeps its id, owner and reasons to itself. */
export async function seenBy(ctx: Ctx, answers: readonly Answer[]): Promise<Answer[]> {
  const ids = answers.flatMap((answer) => answer.lead_id ?? []);
  if (ids.length === 0 || scopeOf(ctx.actor, "lead") === "all") return [...answers];
  const visible = new Set((await visibleRows(await viewOf(ctx, "lead"), ids)).map((row) => row.id));
  return answers.map((answer) =>
    answer.lead_id === null || answer.outcome === "created" || visible.has(answer.lead_id) ? answer : { ...answer, lead_id: null, owner_id: null, pool_id: null, score: null, grade: null, reasons: [] });
}
