import { type RawBuilder, sql } from "kysely";
import type { Text } from "../../core/refusal.ts";
import { NOT_DUPLICATE, RESPONSE_MINUTES } from "../lead_filters.ts";
import { clocks } from "../logs.ts";
import { filtered, listedLeads, type Population } from "../population.ts";
import { during, narrowLeads } from "../question.ts";
import { cellsOf, column, keysOf, plain, type Report, WHOLE } from "./report.ts";

const LIMITS = [5, 15, 30, 60, 240, 1_440];
const RANGES: [key: string, title: Text][] = [
  ...LIMITS.map((limit): [string, Text] => [String(limit), limit < 60 ? { zh: `${limit} 分钟内`, en: `Up to ${limit} min` } : { zh: `${limit / 60} 小时内`, en: `Up to ${limit / 60} h` }]),
  ["more", { zh: "超过 24 小时", en: "Over 24 h" }], ["none", { zh: "未响应", en: "Not yet" }],
];
const rangeKey: RawBuilder<unknown> = sql`case when t.first_response_at is null then 'none' ${sql.join(
  LIMITS.map((limit) => sql`when t.first_response_at <= t.created_at + interval ${sql.lit(`${limit} minutes`)} then ${sql.lit(String(limit))}`), sql` `)} else 'more' end`;

const DAYS: Text[] = [["周一", "Mon"], ["周二", "Tue"], ["周三", "Wed"], ["周四", "Thu"], ["周五", "Fri"], ["周六", "Sat"], ["周日", "Sun"]].map(([zh = "", en = ""]) => ({ zh, en }));
const SLA = [column("sla_met", "时限内", "SLA met"), column("sla_missed", "超时", "SLA missed"), column("sla_running", "计时中", "SLA running"), column("own_minutes", "响应用时（中位，计时时间）", "Median response, time that counts", "minutes")];
const SPEED = [column("leads", "线索", "Leads"), column("responded", "已响应", "Responded"), column("median_minutes", "首次响应（中位）", "Median time to first response", "minutes"), column("p90_minutes", "九成以内", "Nine in ten within", "minutes")];

/**
 * How long leads created in the period waited for the first response, from arrival on the wall clock, how the response clocks
 * started in the period ended, and how long answers took in the time that counts for them. Duplicates are not worked and do not count as waiting. Served by lead_created_at, clock_started.
 */
export const responseTime: Report = {
  key: "response_time",
  title: { zh: "响应时间", en: "Response time" },
  async plan(q) {
    const base = [during(q.period, "created_at"), NOT_DUPLICATE, ...narrowLeads(q)];
    const responded = { field: "first_response_at", op: "not_empty" } as const;
    const columns = [
      { key: "leads" }, { key: "responded", filter: responded },
      { key: "median_minutes", filter: responded, measured: { median: RESPONSE_MINUTES } }, { key: "p90_minutes", filter: responded, measured: { p90: RESPONSE_MINUTES } },
    ];
    const started = sql`c.started_at at time zone ${sql.lit(q.timeZone)}`;
    const hour = sql`(date_part('isodow', ${started}) - 1) * 24 + date_part('hour', ${started})`;
    const [whole, ranges, sources, owners, clocksWhole, clocksBySource, clocksByOwner, clocksByHour] = await Promise.all([
      filtered(q, q.leads, { name: "whole", pass: "lead", base, columns }),
      listedLeads(q, { name: "range", base, fields: ["first_response_at", "created_at"], key: rangeKey, columns: [{ key: "leads" }] }),
      filtered(q, q.leads, { name: "source", pass: "lead", base, by: { field: "source" }, columns }),
      filtered(q, q.leads, { name: "owner", pass: "lead", base, by: { field: "owner_id" }, columns }),
      clocks(q, { name: "clock", pass: "clock", key: null }),
      clocks(q, { name: "clock_source", pass: "clock", key: sql`t.source`, fields: ["source"] }),
      clocks(q, { name: "clock_owner", pass: "clock", key: sql`c.owner_id` }),
      clocks(q, { name: "clock_hour", pass: "clock", key: sql`(${hour})::int` }),
    ]);
    return {
      populations: [whole, ranges, sources, owners, clocksWhole, clocksBySource, clocksByOwner, clocksByHour],
      lay(answers) {
        const grouped = (of: Population[], title: (key: string | null) => Text) => keysOf(answers, of).map((key) => ({ key, title: title(key), cells: cellsOf(answers, of, key) }));
        return [
          { key: "whole", title: WHOLE, by: "whole", columns: [...SPEED, ...SLA], rows: [{ key: null, title: WHOLE, cells: cellsOf(answers, [whole, clocksWhole], null) }] },
          { key: "ranges", title: { zh: "首次响应分布", en: "First response" }, by: "range", columns: [column("leads", "线索", "Leads")], rows: RANGES.map(([key, title]) => ({ key, title, cells: cellsOf(answers, [ranges], key) })) },
          { key: "sources", title: { zh: "按来源", en: "By source" }, by: "source", columns: [...SPEED, ...SLA], rows: grouped([sources, clocksBySource], plain) },
          { key: "owners", title: { zh: "按负责人", en: "By owner" }, by: "person", columns: [...SPEED, ...SLA], rows: grouped([owners, clocksByOwner], (key) => plain(key && q.names(key))).filter((row) => row.key !== null) },
          {
            key: "hours", title: { zh: "按周内时段（进入时间）", en: "By hour of the week in which the clock started" }, by: "hour_of_week", columns: SLA,
            rows: Array.from({ length: 168 }, (_, i) => {
              const day = DAYS[Math.floor(i / 24)] as Text;
              const at = `${String(i % 24).padStart(2, "0")}:00`;
              return { key: String(i), title: { zh: `${day.zh} ${at}`, en: `${day.en} ${at}` }, cells: cellsOf(answers, [clocksByHour], String(i)) };
            }),
          },
        ];
      },
    };
  },
};
