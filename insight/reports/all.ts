import { refusal } from "../../core/refusal.ts";
import { conversionCycle } from "./conversion_cycle.ts";
import { funnel } from "./funnel.ts";
import { poolMovement } from "./pool_movement.ts";
import { repPerformance } from "./rep_performance.ts";
import type { Report } from "./report.ts";
import { responseTime } from "./response_time.ts";
import { slaCompliance } from "./sla_compliance.ts";
import { slaDistribution } from "./sla_distribution.ts";
import { sourceQuality } from "./source_quality.ts";

export const REPORTS: readonly Report[] = [sourceQuality, funnel, repPerformance, conversionCycle, responseTime, poolMovement, slaCompliance, slaDistribution];

const NoReport = refusal("no_such_report", 404, { zh: "没有报表「{report}」", en: "There is no report “{report}”" });

/** A report by key; refuses `no_such_report`. */
export function reportOf(key: string): Report {
  const found = REPORTS.find((report) => report.key === key);
  if (!found) throw NoReport({ report: key });
  return found;
}
