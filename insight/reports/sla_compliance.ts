import { sql } from "kysely";
import type { Text } from "../../core/refusal.ts";
import { type Answers, ratio } from "../answers.ts";
import { dayKey, type Population } from "../population.ts";
import { bucketsOf } from "../period.ts";
import type { Section } from "../shapes.ts";
import { complianceColumns, HOURS, slaClocks, startedHour, stepTitle, teamTitles } from "../sla_clocks.ts";
import { cellsOf, column, plain, type Report, WHOLE } from "./report.ts";

const COLUMNS = [column("sla_met", "按时", "In time"), column("sla_missed", "超时", "Missed"), column("sla_running", "计时中", "Running"), column("sla_rate", "达成率", "Share in time", "ratio")];

/** How the clocks that started in the period ended or stand, by step, team, person, source, day and hour of the week. Clocks that were cancelled do not count. Served by clock_started. */
export const slaCompliance: Report = {
  key: "sla_compliance",
  title: { zh: "时限达成", en: "SLA compliance" },
  async plan(q) {
    const columns = complianceColumns(q);
    const team = await teamTitles(q);
    const [whole, steps, teams, people, sources, days, hours] = await Promise.all([
      slaClocks(q, { name: "clock", key: null, columns }), slaClocks(q, { name: "step", key: sql`c.step`, columns }), slaClocks(q, { name: "team", key: sql`p.team_id`, columns }),
      slaClocks(q, { name: "owner", key: sql`c.owner_id`, columns }), slaClocks(q, { name: "source", pass: "source", key: sql`t.source`, fields: ["source"], columns }),
      slaClocks(q, { name: "day", key: dayKey(sql`c.started_at`, q.bucket, q.timeZone), columns }), slaClocks(q, { name: "hour", key: startedHour(q), columns }),
    ]);
    return {
      populations: [whole, steps, teams, people, sources, days, hours],
      lay(answers) {
        const of = (key: string, title: Text, by: Section["by"], population: Population, rows: { key: string | null; title: Text }[]): Section => ({
          key, title, by, columns: COLUMNS, rows: rows.map((row) => ({ ...row, cells: cells(answers, population, row.key) })),
        });
        const found = (population: Population, title: (key: string | null) => Text) => answers.keys(population).map((key) => ({ key, title: title(key) }));
        return [
          of("whole", WHOLE, "whole", whole, [{ key: null, title: WHOLE }]),
          of("steps", { zh: "按时限", en: "By clock" }, "clock", steps, found(steps, stepTitle)),
          of("teams", { zh: "按团队", en: "By team" }, "team", teams, found(teams, team)),
          of("people", { zh: "按负责人", en: "By person" }, "person", people, found(people, (key) => plain(key && q.names(key)))),
          of("sources", { zh: "按来源", en: "By source" }, "source", sources, found(sources, plain)),
          of("trend", { zh: "走势", en: "Over time" }, "date", days, bucketsOf(q.period, q.bucket, q.timeZone).map((key) => ({ key, title: plain(key) }))),
          of("hours", { zh: "按周内时段（开始计时）", en: "By hour of the week in which the clock started" }, "hour_of_week", hours, HOURS),
        ];
      },
    };
  },
};

function cells(answers: Answers, population: Population, key: string | null): Section["rows"][number]["cells"] {
  const { ended, ...own } = cellsOf(answers, [population], key);
  return { ...own, sla_rate: ratio(answers.number(population, "sla_met", key), ended ?? { value: 0 }) };
}
