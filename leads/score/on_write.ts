import type { Ctx } from "../../core/ctx.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import type { Write } from "../../core/objects/standard.ts";
import { type Decision, recordDecisions } from "../../core/policies/decision.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { compileScore } from "./decide.ts";
import { scorePolicy } from "./kind.ts";
import type { ScorePolicy } from "./policy.ts";

const decided = new WeakMap<Write, Decision["verdicts"][number]>();

/** Scores new leads that came without a score, and leads of which something changed that a rule looks at. */
export async function scoreOnWrite(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const { body, version } = await publishedPolicy(tx.house, scorePolicy);
  const fields = fieldsOf(body);
  const due = writes.filter((w) => (w.before === null ? (w.after.score ?? null) === null : fields.some((f) => (w.before?.[f] ?? null) !== (w.after[f] ?? null))));
  if (due.length === 0) return;
  const score = compileScore(body, await filterEnv(tx));
  for (const write of due) {
    const { reasons, ...result } = score(write.after);
    const unchanged = write.before !== null && write.before.score === result.score && write.before.grade === result.grade;
    Object.assign(write.after, { score: result.score, grade: result.grade, heat: result.heat });
    if (!unchanged) decided.set(write, { kind: "score", version, outcome: { ...result }, reasons });
  }
}

/** Keeps the receipts of what `scoreOnWrite` decided. */
export async function keepScores(tx: Ctx, writes: readonly Write[]): Promise<void> {
  await recordDecisions(tx, writes.flatMap((w) => {
    const verdict = decided.get(w);
    return verdict ? [{ object: "lead", record_id: w.id, verdicts: [verdict] }] : [];
  }));
}

function fieldsOf(policy: ScorePolicy): string[] {
  return [...new Set(policy.groups.flatMap((g) => g.rules.flatMap((r) => filterFields(r.when))))].filter((f) => !f.includes("."));
}
