import { z } from "zod";
import { op } from "../../core/op.ts";

const TextOut = z.object({ zh: z.string(), en: z.string() });
const Widget = z.object({
  key: z.string(), title: TextOut, chart: z.enum(["number", "bar", "line", "funnel", "table"]),
  /** A report and one of its sections; absent for the summary. */
  report: z.string().nullable(), section: z.string().nullable(),
  /** Columns shown, in order; empty for all. */
  columns: z.array(z.string()),
  /** Width in twelfths of the page. */
  width: z.number().int(),
});
type Widget = z.input<typeof Widget>;

const widget = (key: string, zh: string, en: string, chart: Widget["chart"], report: string, section: string, width: number, columns: string[] = []): Widget =>
  ({ key, title: { zh, en }, chart, report, section, columns, width });

const LEADS: Widget[] = [
  { key: "summary", title: { zh: "关键数字", en: "Key numbers" }, chart: "number", report: null, section: null, columns: [], width: 12 },
  widget("funnel", "转化漏斗", "Funnel", "funnel", "funnel", "steps", 6),
  widget("trend", "线索走势", "Leads over time", "line", "funnel", "trend", 6, ["new", "qualified", "converted"]),
  widget("sources", "来源质量", "Source quality", "table", "source_quality", "sources", 12),
  widget("response", "首次响应分布", "First response", "bar", "response_time", "ranges", 6),
  widget("sla", "各负责人时限", "SLA by owner", "bar", "response_time", "owners", 6, ["sla_met", "sla_missed", "sla_running"]),
  widget("people", "销售表现", "Rep performance", "table", "rep_performance", "people", 12),
  widget("cycle", "转化周期", "Conversion cycle", "bar", "conversion_cycle", "ranges", 6),
  widget("pool", "公海流转", "Pool movement", "bar", "pool_movement", "movement", 6),
  widget("lost", "判无效原因", "Disqualified because", "bar", "funnel", "lost", 6, ["leads"]),
  widget("recycled", "公海线索被回收次数", "How often leads in the pool were recycled", "bar", "pool_movement", "times_recycled", 6),
];

/** The dashboards Clew ships; the numbers come from `insight.summary` and `insight.report`. */
export const listDashboards = op({
  name: "dashboard.list",
  title: { zh: "仪表盘列表", en: "List dashboards" },
  needs: "insight:read",
  http: { method: "GET", path: "/dashboards" },
  input: z.strictObject({}),
  output: z.object({ items: z.array(z.object({ key: z.string(), name: TextOut, widgets: z.array(Widget) })) }),
  run: async () => ({ items: [{ key: "leads", name: { zh: "线索", en: "Leads" }, widgets: LEADS }] }),
});
