import { type RawBuilder, sql } from "kysely";
import { directory } from "../core/access/directory.ts";
import type { Text } from "../core/refusal.ts";
import { type ListedSpec, logged, type Population } from "./population.ts";
import type { Question } from "./question.ts";
import { plain } from "./reports/report.ts";

type Sql = RawBuilder<unknown>;

/** A running clock past its due time is missed already; one that stands still is running. */
const overdue = (q: Question): Sql => sql`(c.state = 'running' and c.due_at < ${q.ctx.now})`;
const missed = (q: Question): Sql => sql`(c.state = 'missed' or ${overdue(q)})`;

/** What it measures happened, whether in time or late; one that ended with its owner did not. */
export const ANSWERED: Sql = sql`(c.answered or c.state = 'met')`;

/** Minutes on the wall from the start of a clock to what it measures. */
export const CLOCK_MINUTES: Sql = sql`date_part('epoch', c.stopped_at - c.started_at) / 60`;

/** The same as the clock counts it: in the working hours of whoever had it, without leave and pauses; null until it is measured. */
export const OWN_MINUTES: Sql = sql`c.own_seconds / 60.0`;

/** How clocks ended: `ended` are those met or missed, of which `sla_met` are a share. */
export const complianceColumns = (q: Question): ListedSpec["columns"] => [
  { key: "sla_met", when: sql`c.state = 'met'` }, { key: "sla_missed", when: missed(q) },
  { key: "sla_running", when: sql`(c.state in ('running', 'paused') and not ${overdue(q)})` }, { key: "ended", when: sql`(c.state = 'met' or ${missed(q)})` },
];

/** Clocks of every step that started in the period, cancelled ones apart. Served by clock_started. */
export function slaClocks(q: Question, spec: { name: string; key: Sql | null; fields?: readonly string[]; where?: Sql; columns: ListedSpec["columns"]; pass?: string }): Promise<Population> {
  return logged(q, {
    pass: "clock", ...spec, from: sql`clew.clock c join crm.lead t on t.id = c.lead_id left join clew.person p on p.id = c.owner_id`, person: sql`c.owner_id`,
    where: sql`c.started_at >= ${q.period.start} and c.started_at < ${q.period.end} and c.state <> 'cancelled' and ${spec.where ?? sql`true`}`,
    row: { id: sql`c.id`, lead: sql`c.lead_id`, at: sql`c.started_at` },
  });
}

/** The hour of the week in which a clock started, from Monday 00:00 as 0 to 167. */
export function startedHour(q: Question): Sql {
  const started = sql`c.started_at at time zone ${sql.lit(q.timeZone)}`;
  return sql`((date_part('isodow', ${started}) - 1) * 24 + date_part('hour', ${started}))::int`;
}

const DAYS: Text[] = [["周一", "Mon"], ["周二", "Tue"], ["周三", "Wed"], ["周四", "Thu"], ["周五", "Fri"], ["周六", "Sat"], ["周日", "Sun"]].map(([zh = "", en = ""]) => ({ zh, en }));

/** The 168 hours of a week with their names. */
export const HOURS: { key: string; title: Text }[] = Array.from({ length: 168 }, (_, i) => {
  const day = DAYS[Math.floor(i / 24)] as Text;
  const at = `${String(i % 24).padStart(2, "0")}:00`;
  return { key: String(i), title: { zh: `${day.zh} ${at}`, en: `${day.en} ${at}` } };
});

const STEPS: Record<string, Text> = {
  first_response: { zh: "首次响应", en: "First response" }, accept: { zh: "接受", en: "Acceptance" }, next_activity: { zh: "下一次跟进", en: "Next follow-up" }, stage_exit: { zh: "推进阶段", en: "Moving on from a stage" },
};
export const stepTitle = (key: string | null): Text => STEPS[key ?? ""] ?? plain(key);

/** Names of teams by id. */
export async function teamTitles(q: Question): Promise<(key: string | null) => Text> {
  const { teams } = await directory.get(q.ctx.house);
  return (key) => plain(key && (teams.get(key)?.name ?? key));
}
