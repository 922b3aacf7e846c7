import { ratio } from "../answers.ts";
import { REACHED } from "../lead_filters.ts";
import { filtered } from "../population.ts";
import { during, narrowLeads } from "../question.ts";
import { bucketsOf } from "../period.ts";
import { cellsOf, column, plain, type Report } from "./report.ts";

const STEPS = ["new", ...REACHED.keys()];

/** Leads created in the period and how far they came, until now. Served by lead_created_at. */
export const funnel: Report = {
  key: "funnel",
  title: { zh: "转化漏斗", en: "Funnel" },
  async plan(q) {
    const base = [during(q.period, "created_at"), ...narrowLeads(q)];
    const columns = [{ key: "new" }, ...[...REACHED].map(([key, filter]) => ({ key, filter }))];
    const steps = await filtered(q, q.leads, { name: "step", pass: "lead", base, columns });
    const lost = await filtered(q, q.leads, { name: "lost", base: [...base, { field: "stage", op: "is", value: "disqualified" }], by: { field: "disqualify_reason" }, columns: [{ key: "leads" }] });
    const trend = await filtered(q, q.leads, { name: "trend", pass: "lead", base, by: { field: "created_at", bucket: q.bucket }, columns });
    const stages = q.leads.schema.field("lead", "stage")?.choices ?? [];
    const reasons = q.leads.schema.field("lead", "disqualify_reason")?.choices ?? [];
    const titleOf = (step: string) => stages.find((s) => s.value === step)?.label ?? plain(step);
    return {
      populations: [steps, lost, trend],
      lay(answers) {
        const first = answers.number(steps, "new");
        return [
          {
            key: "steps", title: funnel.title, by: "step",
            columns: [column("leads", "线索", "Leads"), column("rate", "上一步转化", "From the step before", "ratio"), column("rate_total", "总转化", "From the start", "ratio")],
            rows: STEPS.map((step, i) => {
              const leads = answers.number(steps, step);
              return { key: step, title: titleOf(step), cells: { leads, rate: ratio(leads, answers.number(steps, STEPS[Math.max(i - 1, 0)] as string)), rate_total: ratio(leads, first) } };
            }),
          },
          {
            key: "lost", title: { zh: "判无效原因", en: "Disqualified because" }, by: "reason",
            columns: [column("leads", "线索", "Leads"), column("rate", "占比", "Share", "ratio")],
            rows: answers.keys(lost).map((key) => {
              const leads = answers.number(lost, "leads", key);
              return { key, title: reasons.find((r) => r.value === key)?.label ?? plain(key), cells: { leads, rate: ratio(leads, first) } };
            }),
          },
          {
            key: "trend", title: { zh: "漏斗走势", en: "Funnel over time" }, by: "date",
            columns: STEPS.map((step) => ({ key: step, title: titleOf(step), kind: "count" as const })),
            rows: bucketsOf(q.period, q.bucket, q.timeZone).map((key) => ({ key, title: plain(key), cells: cellsOf(answers, [trend], key) })),
          },
        ];
      },
    };
  },
};
