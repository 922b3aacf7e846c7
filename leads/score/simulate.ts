import { breather } from "../../core/breathe.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import type { Simulated, SimulationRun } from "../../core/policies/simulation.ts";
import { difference, leadsToReplay, type Weighed } from "../replay.ts";
import { compileScore, type Score } from "./decide.ts";
import { type Distribution, distributionOf } from "./distribution.ts";
import type { Happened } from "./behaviour.ts";
import { loadHappened } from "./happened.ts";
import type { ScorePolicy } from "./policy.ts";
import { fieldsOf } from "./score_again.ts";

/** Leads whose behaviour is asked for together. */
const CHUNK = 500;

/**
 * Scores the leads of a trial by the draft and by the policy in force, with what they did until now, and compares: score buckets,
 * heat, grades, and the newest leads that differ with both receipts. Writes nothing.
 */
export async function simulateScore(ctx: Ctx, draft: ScorePolicy, run: SimulationRun): Promise<Simulated & { distribution: Distribution }> {
  const published = (await publishedPolicies.get(ctx.house)).get("score")?.body as ScorePolicy;
  const replayed = await leadsToReplay(ctx, run, [...fieldsOf(draft), ...fieldsOf(published)]);
  const [before, after] = [compileScore(published, replayed.view.env), compileScore(draft, replayed.view.env)];
  const breathe = breather();
  const scored: { row: Row; before: Score; after: Score }[] = [];
  for (let from = 0; from < replayed.rows.length; from += CHUNK) {
    const rows = replayed.rows.slice(from, from + CHUNK);
    const happened = await loadHappened(ctx, [published, draft], rows.map((row) => row.id as string));
    for (const row of rows) {
      const did: Happened[] | undefined = happened.get(row.id as string);
      scored.push({ row, before: before(row, did), after: after(row, did) });
      await breathe();
    }
    run.progress(scored.length, replayed.rows.length);
  }
  return {
    ...(await difference(ctx, replayed, scored.map((each) => ({ row: each.row, before: weighed(each.row, each.before), after: weighed(each.row, each.after) })), { zh: "高热线索", en: "hot leads" })),
    distribution: distributionOf(scored),
  };
}

function weighed(row: Row, { score, grade, heat, reasons }: Score): Weighed {
  return { outcome: { score, grade, heat }, reasons, counted: heat === "high" ? 1 : 0, owner_id: (row.owner_id as string | null) ?? null };
}
