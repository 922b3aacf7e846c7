import { z } from "zod";
import { op } from "../../core/op.ts";
import { runReport } from "../run_report.ts";
import { QuestionIn, ReportOut } from "../shapes.ts";

/** A shipped report; every number in it opens its records. */
export const insightReport = op({
  name: "insight.report",
  title: { zh: "查看报表", en: "Show a report" },
  needs: "insight:read",
  http: { method: "GET", path: "/insight/reports/:report" },
  input: QuestionIn.extend({ report: z.string().max(48) }),
  output: ReportOut,
  run: (ctx, { report, ...input }) => runReport(ctx, report, input),
});
