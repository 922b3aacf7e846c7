import { sql } from "kysely";
import { parseFilter } from "../../core/language/filter/parse.ts";
import type { Filter } from "../../core/language/types.ts";
import { whereOf } from "../../core/records/where.ts";
import { ratio } from "../answers.ts";
import { CONVERTED, CYCLE_DAYS, reached, VALID } from "../lead_filters.ts";
import { filtered, logged, type Population } from "../population.ts";
import { during, narrowLeads, narrowMarketing, type Question, viewWith } from "../question.ts";
import { cellsOf, column, keysOf, plain, type Report } from "./report.ts";

const COLUMNS = [
  column("arrivals", "进线", "Arrivals"), column("leads", "线索", "Leads"), column("valid", "有效", "Valid"),
  column("qualified", "市场合格", "Qualified"), column("accepted", "销售接受", "Accepted"), column("converted", "已转化", "Converted"),
  column("conversion_rate", "转化率", "Conversion rate", "ratio"), column("median_days", "转化天数（中位）", "Median days to convert", "days"),
  column("won", "赢单", "Won opportunities"), column("won_amount", "赢单金额", "Won amount", "money"), column("cost", "费用", "Cost", "money"),
];

/**
 * Which money brought which revenue: leads created in the period by source, and what became of them since. Arrivals are those of the
 * period that became or joined a lead. Served by lead_created_at, arrival_received, opportunity_stage_created_at, lead_campaign_id.
 */
export const sourceQuality: Report = {
  key: "source_quality",
  title: { zh: "来源质量", en: "Source quality" },
  async plan(q) {
    const base = [during(q.period, "created_at"), ...narrowLeads(q)];
    const leads = await filtered(q, q.leads, {
      name: "lead", base, by: { field: "source" },
      columns: [
        { key: "leads" }, { key: "valid", filter: VALID }, { key: "qualified", filter: reached("qualified") }, { key: "accepted", filter: reached("accepted") },
        { key: "converted", filter: CONVERTED }, { key: "median_days", filter: CONVERTED, measured: { median: CYCLE_DAYS } },
      ],
    });
    const arrivals = await logged(q, {
      name: "arrival", byLead: true, from: sql`clew.arrival a join crm.lead t on t.id = a.record_id`, key: sql`t.source`, fields: ["source"], person: sql`t.owner_id`,
      where: sql`a.received_at >= ${q.period.start} and a.received_at < ${q.period.end} and a.object = 'lead'`,
      columns: [{ key: "arrivals" }], row: { id: sql`a.id`, lead: sql`t.id`, at: sql`a.received_at` },
    });
    const money = (await Promise.all([wonBySource(q, base), costBySource(q, base)])).filter((p) => p !== null);
    const populations = [leads, arrivals, ...money];
    return {
      populations,
      lay: (answers) => [{
        key: "sources", title: sourceQuality.title, by: "source",
        columns: COLUMNS.filter((c) => c.key === "conversion_rate" || populations.some((p) => p.columns.some((own) => own.key === c.key))),
        rows: keysOf(answers, populations).map((key) => {
          const cells = cellsOf(answers, populations, key);
          return { key, title: plain(key), cells: { ...cells, conversion_rate: ratio(cells.converted!, cells.leads!) } };
        }),
      }],
    };
  },
};

/** Opportunities won from these leads, whenever that was; null for somebody who may not read them or their amounts. */
async function wonBySource(q: Question, base: Filter[]): Promise<Population | null> {
  const view = await viewWith(q.ctx, "opportunity", ["lead_id", "stage", "amount"]);
  if (!view) return null;
  const leads = await whereOf(q.leads, parseFilter({ all: base }, "lead", q.leads.schema, { timeZone: q.timeZone }), undefined, ["source"]);
  return filtered(q, view, {
    name: "won",
    base: [
      { field: "stage", op: "is", value: "won" }, during(q.period, "lead_id.created_at"), ...narrowMarketing(q.input, "lead_id."),
      ...(q.team ? [{ field: "lead_id.owner_id", op: "in", value: [...q.team] } as const] : []),
    ],
    where: sql`t.stage = 'won' and t.lead_id in (select t.id from crm.lead t where ${leads})`,
    by: { field: "lead_id.source", key: sql`(select l.source from crm.lead l where l.id = t.lead_id)` },
    columns: [{ key: "won" }, { key: "won_amount", measured: { sum: "amount" } }],
  });
}

/** Each campaign's cost, shared equally among all leads it ever brought, summed over these leads; null where costs are hidden. */
async function costBySource(q: Question, base: Filter[]): Promise<Population | null> {
  const view = await viewWith(q.ctx, "campaign", ["cost"]);
  if (!view) return null;
  const leads = await filtered(q, q.leads, {
    name: "cost", base: [...base, { field: "campaign_id", op: "not_empty" }], by: { field: "source" }, columns: [{ key: "cost", measured: { sum: "share" } }],
  });
  const campaigns = await whereOf(view, undefined, undefined, ["cost"]);
  const inner = sql`
    (select l.source, l.n * t.cost / (select count(*) from crm.lead every where every.campaign_id = t.id) as share
     from (select t.source, t.campaign_id, count(*) as n from crm.lead t where ${leads.where} group by 1, 2) l
     join crm.campaign t on t.id = l.campaign_id where t.cost is not null and ${campaigns}) t`;
  return { ...leads, from: inner, where: sql`true` };
}
