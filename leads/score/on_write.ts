import type { Ctx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import type { Write } from "../../core/objects/standard.ts";
import { type Decision, recordDecisions } from "../../core/policies/decision.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { CLOSED_STAGES } from "../lead.object.ts";
import { compileScore } from "./decide.ts";
import { markDue, planDue } from "./due.ts";
import { loadHappened } from "./happened.ts";
import { scorePolicy } from "./kind.ts";
import { behavioursOf } from "./policy.ts";
import { fieldsOf } from "./score_again.ts";

const decided = new WeakMap<Write, Decision["verdicts"][number]>();
const fading = new WeakMap<Write, string>();

/** Scores new leads that came without a score, and leads of which something changed that a rule looks at. */
export async function scoreOnWrite(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const { body, version } = await publishedPolicy(tx.house, scorePolicy);
  const fields = fieldsOf(body).filter((field) => !field.includes("."));
  const behaves = behavioursOf(body).length > 0;
  const due = writes.filter((w) => (w.before === null ? (w.after.score ?? null) === null : fields.some((f) => (w.before?.[f] ?? null) !== (w.after[f] ?? null)) || (behaves && reopened(w))));
  if (due.length === 0) return;
  const score = compileScore(body, await filterEnv(tx));
  // A lead that has just been made has done nothing yet that is known to be its own.
  const happened = await loadHappened(tx, [body], due.filter((w) => w.before !== null).map((w) => w.id));
  for (const write of due) {
    const { reasons, ...result } = score(write.after, happened.get(write.id));
    const unchanged = write.before !== null && write.before.score === result.score && write.before.grade === result.grade;
    Object.assign(write.after, { score: result.score, grade: result.grade, heat: result.heat });
    if (!unchanged) decided.set(write, { kind: "score", version, outcome: { ...result }, reasons });
    if (result.next_at !== undefined) fading.set(write, result.next_at);
  }
}

/** Keeps the receipts of what `scoreOnWrite` decided, and when it has to be looked at again. */
export async function keepScores(tx: Ctx, writes: readonly Write[]): Promise<void> {
  await recordDecisions(tx, writes.flatMap((w) => {
    const verdict = decided.get(w);
    return verdict ? [{ object: "lead", record_id: w.id, verdicts: [verdict] }] : [];
  }));
  await planDue(tx, writes.map((w) => ({ id: w.id, next_at: fading.get(w) })));
}

const reopened = ({ before, after }: Write): boolean => CLOSED_STAGES.has(String(before?.stage)) && !CLOSED_STAGES.has(String(after.stage));

/** Has leads scored again after activities were written about them, where the policy in force counts activities. */
export async function scoreActivities(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const { body } = await publishedPolicy(tx.house, scorePolicy);
  if (!behavioursOf(body).some(({ what }) => "activity" in what)) return;
  const leads = [...new Set(writes.flatMap((w) => [w.before?.lead_id, w.after.lead_id]))].filter((id) => typeof id === "string").map((lead_id) => ({ lead_id }));
  if (leads.length > 0) await markDue(tx, rowsOf(leads, { lead_id: "uuid" })).execute(tx.db);
}
