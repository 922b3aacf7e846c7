import { type RawBuilder, sql } from "kysely";
import { CYCLE_DAYS } from "../lead_filters.ts";
import { filtered, listedLeads } from "../population.ts";
import { during, narrowLeads } from "../question.ts";
import { cellsOf, column, plain, type Report, WHOLE } from "./report.ts";

/** Whole days, both ends included; null has no end. */
const RANGES: [from: number, to: number | null][] = [[0, 1], [2, 3], [4, 7], [8, 14], [15, 30], [31, 60], [61, null]];
const keyOf = ([from, to]: [number, number | null]) => (to === null ? `${from}+` : `${from}-${to}`);

const rangeKey: RawBuilder<unknown> = sql`case when t.converted_at < t.created_at then 'before' ${sql.join(
  RANGES.map((range) => (range[1] === null ? sql`else ${sql.lit(keyOf(range))}` : sql`when t.converted_at < t.created_at + interval ${sql.lit(`${(range[1] + 1) * 24} hours`)} then ${sql.lit(keyOf(range))}`)), sql` `)} end`;

const MEASURES = [column("converted", "已转化", "Converted"), column("median_days", "中位天数", "Median days", "days"), column("p90_days", "九成以内天数", "Days for nine in ten", "days")];

/**
 * How long leads converted in the period took from creation to conversion. By conversion, not by creation: of the newest leads only
 * the quick ones have converted yet. Leads said to be converted before they were created stand apart. Served by lead_converted_at.
 */
export const conversionCycle: Report = {
  key: "conversion_cycle",
  title: { zh: "转化周期", en: "Conversion cycle" },
  async plan(q) {
    const base = [during(q.period, "converted_at"), ...narrowLeads(q)];
    const columns = [{ key: "converted" }, { key: "median_days", measured: { median: CYCLE_DAYS } }, { key: "p90_days", measured: { p90: CYCLE_DAYS } }];
    const whole = await filtered(q, q.leads, { name: "whole", pass: "lead", base, columns });
    const sources = await filtered(q, q.leads, { name: "source", pass: "lead", base, by: { field: "source" }, columns });
    const owners = await filtered(q, q.leads, { name: "owner", pass: "lead", base, by: { field: "owner_id" }, columns });
    const ranges = await listedLeads(q, { name: "range", base, fields: ["created_at", "converted_at"], key: rangeKey, columns: [{ key: "leads" }] });
    return {
      populations: [whole, ranges, sources, owners],
      lay: (answers) => [
        { key: "whole", title: WHOLE, by: "whole", columns: MEASURES, rows: [{ key: null, title: WHOLE, cells: cellsOf(answers, [whole], null) }] },
        {
          key: "ranges", title: { zh: "转化天数分布", en: "Days to convert" }, by: "range", columns: [column("leads", "线索", "Leads")],
          rows: [
            ...RANGES.map((range) => ({ key: keyOf(range), title: { zh: `${keyOf(range)} 天`, en: `${keyOf(range)} days` } })),
            ...(answers.keys(ranges).includes("before") ? [{ key: "before", title: { zh: "转化早于创建（数据有误）", en: "Converted before created (wrong data)" } }] : []),
          ].map((row) => ({ ...row, cells: cellsOf(answers, [ranges], row.key) })),
        },
        { key: "sources", title: { zh: "按来源", en: "By source" }, by: "source", columns: MEASURES, rows: answers.keys(sources).map((key) => ({ key, title: plain(key), cells: cellsOf(answers, [sources], key) })) },
        { key: "owners", title: { zh: "按负责人", en: "By owner" }, by: "person", columns: MEASURES, rows: answers.keys(owners).map((key) => ({ key, title: plain(key && q.names(key)), cells: cellsOf(answers, [owners], key) })) },
      ],
    };
  },
};

