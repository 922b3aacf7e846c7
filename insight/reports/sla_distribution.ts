import { type RawBuilder, sql } from "kysely";
import type { Text } from "../../core/refusal.ts";
import type { Population } from "../population.ts";
import type { Section } from "../shapes.ts";
import { ANSWERED, CLOCK_MINUTES, OWN_MINUTES, slaClocks, stepTitle, teamTitles } from "../sla_clocks.ts";
import { cellsOf, column, plain, type Report, WHOLE } from "./report.ts";

const LIMITS = [5, 15, 30, 60, 120, 240, 480, 1_440, 2_880];
const upTo = (minutes: number): Text => (minutes < 60 ? { zh: `${minutes} 分钟内`, en: `Up to ${minutes} min` } : { zh: `${minutes / 60} 小时内`, en: `Up to ${minutes / 60} h` });
const RANGES: { key: string; title: Text }[] = [
  ...LIMITS.map((limit) => ({ key: String(limit), title: upTo(limit) })),
  { key: "more", title: { zh: "超过 48 小时", en: "Over 48 h" } }, { key: "none", title: { zh: "未响应", en: "Not answered" } },
];
const rangeKey = (minutes: RawBuilder<unknown>) => sql`case when not ${ANSWERED} then 'none' ${sql.join(LIMITS.map((limit) => sql`when ${minutes} <= ${sql.lit(limit)} then ${sql.lit(String(limit))}`), sql` `)} else 'more' end`;

const COLUMNS = [
  column("clocks", "时限", "Clocks"), column("answered", "已响应", "Answered"), column("median_minutes", "一半在此之内", "Half within", "minutes"), column("p90_minutes", "九成在此之内", "Nine in ten within", "minutes"),
  column("own_median_minutes", "一半在此之内（计时时间）", "Half within (time that counts)", "minutes"), column("own_p90_minutes", "九成在此之内（计时时间）", "Nine in ten within (time that counts)", "minutes"),
];
const FIRST = sql`c.step = 'first_response'`;

/**
 * How long responses took from the start of their clock, on the wall and in the time that counts for the clock (working hours, without leave
 * and pauses): percentiles and histograms, by team, person and source, and the same for the other steps. Clocks that ended with their owner count as not answered. Served by clock_started.
 */
export const slaDistribution: Report = {
  key: "sla_distribution",
  title: { zh: "响应用时分布", en: "How long responses take" },
  async plan(q) {
    const columns = [
      { key: "clocks" }, { key: "answered", when: ANSWERED },
      { key: "median_minutes", when: ANSWERED, measured: { median: CLOCK_MINUTES } }, { key: "p90_minutes", when: ANSWERED, measured: { p90: CLOCK_MINUTES } },
      { key: "own_median_minutes", when: ANSWERED, measured: { median: OWN_MINUTES } }, { key: "own_p90_minutes", when: ANSWERED, measured: { p90: OWN_MINUTES } },
    ];
    const team = await teamTitles(q);
    const first = { where: FIRST, columns };
    const [whole, ranges, own, teams, people, sources, steps] = await Promise.all([
      slaClocks(q, { ...first, name: "clock", pass: "first", key: null }), slaClocks(q, { ...first, name: "range", pass: "range", key: rangeKey(CLOCK_MINUTES), columns: [{ key: "clocks" }] }),
      // An answer not measured yet (a second or two) counts by the wall.
      slaClocks(q, { ...first, name: "own_range", pass: "range", key: rangeKey(sql`coalesce(${OWN_MINUTES}, ${CLOCK_MINUTES})`), columns: [{ key: "clocks" }] }),
      slaClocks(q, { ...first, name: "team", pass: "first", key: sql`p.team_id` }), slaClocks(q, { ...first, name: "owner", pass: "first", key: sql`c.owner_id` }),
      slaClocks(q, { ...first, name: "source", pass: "source", key: sql`t.source`, fields: ["source"] }), slaClocks(q, { name: "step", pass: "step", key: sql`c.step`, columns }),
    ]);
    return {
      populations: [whole, ranges, own, teams, people, sources, steps],
      lay(answers) {
        const of = (key: string, title: Text, by: Section["by"], population: Population, rows: { key: string | null; title: Text }[], columns = COLUMNS): Section => ({
          key, title, by, columns, rows: rows.map((row) => ({ ...row, cells: cellsOf(answers, [population], row.key) })),
        });
        const found = (population: Population, title: (key: string | null) => Text) => answers.keys(population).map((key) => ({ key, title: title(key) }));
        return [
          of("whole", WHOLE, "whole", whole, [{ key: null, title: WHOLE }]),
          of("ranges", { zh: "首次响应用时", en: "First responses took" }, "range", ranges, RANGES, COLUMNS.slice(0, 1)),
          of("own_ranges", { zh: "首次响应用时（计时时间）", en: "First responses took, in time that counts" }, "range", own, RANGES, COLUMNS.slice(0, 1)),
          of("teams", { zh: "按团队", en: "By team" }, "team", teams, found(teams, team)),
          of("people", { zh: "按负责人", en: "By person" }, "person", people, found(people, (key) => plain(key && q.names(key)))),
          of("sources", { zh: "按来源", en: "By source" }, "source", sources, found(sources, plain)),
          of("steps", { zh: "按时限", en: "By clock" }, "clock", steps, found(steps, stepTitle)),
        ];
      },
    };
  },
};
