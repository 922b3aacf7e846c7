import { z } from "zod";
import { op } from "../../core/op.ts";
import { reportCsv } from "../csv.ts";
import { runReport } from "../run_report.ts";
import { QuestionIn } from "../shapes.ts";

/** A report as a file for spreadsheet programs. */
export const insightReportCsv = op({
  name: "insight.report_csv",
  title: { zh: "导出报表", en: "Export a report" },
  needs: "insight:read",
  http: { method: "GET", path: "/insight/reports/:report/csv", answer: "file" },
  input: QuestionIn.extend({ report: z.string().max(48) }),
  output: z.object({ name: z.string(), type: z.string(), body: z.string() }),
  async run(ctx, { report, ...input }) {
    const answer = await runReport(ctx, report, input);
    const title = ctx.locale === "en" ? answer.title.en : answer.title.zh;
    return { name: `${title} ${answer.period.from} ${answer.period.to}.csv`, type: "text/csv; charset=utf-8", body: reportCsv(answer, ctx.locale) };
  },
});
