import type { Ctx } from "../core/ctx.ts";
import { measure } from "./answers.ts";
import { questionOf } from "./question.ts";
import { reportOf } from "./reports/all.ts";
import type { QuestionInput, ReportAnswer } from "./shapes.ts";

/** Answers a report within the actor's rights, in one statement. */
export async function runReport(ctx: Ctx, key: string, input: QuestionInput): Promise<ReportAnswer> {
  const report = reportOf(key);
  const q = await questionOf(ctx, key, input);
  const { populations, lay } = await report.plan(q);
  const answers = await measure(ctx.db, populations);
  return { report: key, title: report.title, period: { from: q.period.from, to: q.period.to }, bucket: q.bucket, sections: lay(answers) };
}
