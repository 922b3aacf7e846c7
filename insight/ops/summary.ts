import { z } from "zod";
import { op } from "../../core/op.ts";
import type { Filter } from "../../core/language/types.ts";
import { measure, ratio } from "../answers.ts";
import { CONVERTED, OPEN, RESPONSE_MINUTES } from "../lead_filters.ts";
import { previousPeriod } from "../period.ts";
import { filtered, type Population } from "../population.ts";
import { during, narrowLeads, narrowLinked, type Question, questionOf, viewWith } from "../question.ts";
import { KINDS, NumberOut, QuestionIn, type ReportNumber } from "../shapes.ts";

const Period = z.object({ from: z.string(), to: z.string() });
const TO_RESPOND: Filter[] = [OPEN, { field: "owner_id", op: "not_empty" }, { any: [{ field: "response_due_at", op: "not_empty" }, { field: "first_response_at", op: "empty" }] }];
const IN_POOL: Filter[] = [{ field: "pool_id", op: "not_empty" }, { field: "owner_id", op: "empty" }];

/** The numbers on top: of the period with those of the equal period before, and of this moment, which have no before. */
export const insightSummary = op({
  name: "insight.summary",
  title: { zh: "关键数字", en: "Key numbers" },
  needs: "insight:read",
  http: { method: "GET", path: "/insight/summary" },
  input: QuestionIn.omit({ bucket: true }),
  output: z.object({
    period: Period, previous_period: Period,
    items: z.array(NumberOut.extend({
      key: z.string(), title: z.object({ zh: z.string(), en: z.string() }), kind: z.enum(KINDS),
      /** The same number of the period before; null for numbers of this moment. */
      previous: NumberOut.nullable(),
      /** Growth against the period before (0.1 = ten percent more); null where there is nothing to compare with. */
      change: z.number().nullable(),
      /** Which direction is good news; null where neither is. */
      better: z.enum(["up", "down"]).nullable(),
    })),
  }),
  async run(ctx, input) {
    const q = await questionOf(ctx, "summary", input);
    const before: Question = { ...q, period: previousPeriod(q.period, q.timeZone) };
    const [current, previous] = await Promise.all([ofPeriod(q, "current"), ofPeriod(before, "previous")]);
    const now = await Promise.all([
      filtered(q, q.leads, { name: "owned", base: [...TO_RESPOND, ...narrowLeads(q)], columns: [{ key: "to_respond" }, { key: "overdue", filter: { field: "response_due_at", op: "before", value: ctx.now.toISOString() } }] }),
      filtered(q, q.leads, { name: "pool", base: [...IN_POOL, ...narrowLeads({ ...q, input: { ...q.input, team_id: undefined } })], columns: [{ key: "in_pool" }] }),
    ]);
    const answers = await measure(ctx.db, [...current, ...previous, ...now]);
    const get = (populations: Population[], column: string): ReportNumber | null => {
      const population = populations.find((p) => p.columns.some((c) => c.key === column));
      return population ? answers.number(population, column) : null;
    };
    const rate = (populations: Population[]) => ratio(get(populations, "converted")!, get(populations, "new_leads")!);
    const moment = (key: string, zh: string, en: string, better: "down" | null) => ({ key, title: { zh, en }, kind: "count" as const, ...get(now, key)!, previous: null, change: null, better });
    const compared = (key: string, zh: string, en: string, kind: (typeof KINDS)[number], better: "up" | "down", of = (p: Population[]) => get(p, key)) => {
      const [value, old] = [of(current), of(previous)];
      if (!value || !old) return [];
      return [{ key, title: { zh, en }, kind, ...value, previous: old, change: old.value && value.value !== null ? value.value / old.value - 1 : null, better }];
    };
    return {
      period: { from: q.period.from, to: q.period.to }, previous_period: { from: before.period.from, to: before.period.to },
      items: [
        ...compared("new_leads", "新线索", "New leads", "count", "up"),
        moment("to_respond", "待响应", "To respond", "down"), moment("overdue", "已超时", "Overdue", "down"),
        ...compared("conversion_rate", "转化率", "Conversion rate", "ratio", "up", rate),
        ...compared("response_minutes", "首次响应（中位）", "Median time to first response", "minutes", "down"),
        moment("in_pool", "在公海", "In pool", null),
        ...compared("won_amount", "赢单金额", "Won amount", "money", "up"),
      ],
    };
  },
});

async function ofPeriod(q: Question, name: string): Promise<Population[]> {
  const opportunities = await viewWith(q.ctx, "opportunity", ["stage", "amount", "closed_at"]);
  return Promise.all([
    filtered(q, q.leads, {
      name: `${name}_leads`, base: [during(q.period, "created_at"), ...narrowLeads(q)],
      columns: [{ key: "new_leads" }, { key: "converted", filter: CONVERTED }, { key: "response_minutes", filter: { field: "first_response_at", op: "not_empty" }, measured: { median: RESPONSE_MINUTES } }],
    }),
    ...(opportunities ? [filtered(q, opportunities, {
      name: `${name}_won`, base: [{ field: "stage", op: "is", value: "won" }, during(q.period, "closed_at"), ...narrowLinked(q)], columns: [{ key: "won_amount", measured: { sum: "amount" } }],
    })] : []),
  ]);
}
