import { insightAsk } from "./ops/ask.ts";
import { insightReportCsv } from "./ops/csv.ts";
import { listDashboards } from "./ops/dashboards.ts";
import { insightDrill } from "./ops/drill.ts";
import { insightReport } from "./ops/report.ts";
import { insightSummary } from "./ops/summary.ts";

/** Every operation of this room, for apps/everything. */
export const insightOperations = [insightReport, insightReportCsv, insightDrill, insightSummary, insightAsk, listDashboards] as const;
