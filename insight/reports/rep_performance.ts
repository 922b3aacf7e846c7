import { sql } from "kysely";
import type { Filter } from "../../core/language/types.ts";
import { OPEN, OWNER_MINUTES } from "../lead_filters.ts";
import { clocks, GIVEN_BACK_BY, poolStays, stays, TAKEN_BACK } from "../logs.ts";
import { filtered, type Population } from "../population.ts";
import { during, narrowLeads, narrowLinked, type Question, viewWith } from "../question.ts";
import type { Column } from "../shapes.ts";
import { cellsOf, column, keysOf, plain, type Report } from "./report.ts";

const OWNED: Filter = { field: "owner_id", op: "not_empty" };

/**
 * What each owner holds now and did in the period. Stays, clocks and take-backs stay with the person they happened to, whoever holds
 * the lead now. Served by lead_stage_created_at (held), lead_created_at, lead_converted_at, activity_happened_at,
 * opportunity_closed_at, hold_from, clock_started.
 */
export const repPerformance: Report = {
  key: "rep_performance",
  title: { zh: "销售表现", en: "Rep performance" },
  async plan(q) {
    const by = { field: "owner_id" };
    const narrow = narrowLeads(q);
    const done = await activities(q);
    const made = await Promise.all([
      filtered(q, q.leads, { name: "held", base: [OWNED, OPEN, ...narrow], by, columns: [{ key: "held" }] }),
      stays(q, { name: "stay", where: sql`h.how <> 'closed'`, key: sql`h.owner_id`, columns: [{ key: "assigned", when: sql`h.how <> 'claim'` }, { key: "claimed", when: sql`h.how = 'claim'` }] }),
      done?.population ?? null,
      filtered(q, q.leads, {
        name: "response", base: [OWNED, during(q.period, "created_at"), ...narrow], by,
        columns: [{ key: "response_minutes", filter: { field: "first_response_at", op: "not_empty" }, measured: { median: OWNER_MINUTES } }],
      }),
      clocks(q, { name: "clock", key: sql`c.owner_id` }),
      filtered(q, q.leads, { name: "converted", base: [OWNED, during(q.period, "converted_at"), ...narrow], by, columns: [{ key: "converted" }] }),
      won(q),
      poolStays(q, { name: "recycled", where: sql`${TAKEN_BACK} and ${GIVEN_BACK_BY} is not null`, key: GIVEN_BACK_BY, columns: [{ key: "recycled" }] }),
    ]);
    const populations = made.filter((p) => p !== null);
    const columns = [
      column("held", "当前持有", "Held now"), column("assigned", "分配", "Assigned"), column("claimed", "领取", "Claimed"), ...(done?.columns ?? []),
      column("response_minutes", "首次响应（中位，自分配起）", "Median time from assignment to first response", "minutes"),
      column("own_minutes", "响应用时（中位，计时时间）", "Median response, time that counts", "minutes"),
      column("sla_met", "时限内", "SLA met"), column("sla_missed", "超时", "SLA missed"), column("sla_running", "计时中", "SLA running"),
      column("converted", "转化", "Converted"), column("won", "赢单", "Won opportunities"), column("won_amount", "赢单金额", "Won amount", "money"), column("recycled", "被回收", "Recycled away"),
    ];
    return {
      populations,
      lay: (answers) => [{
        key: "people", title: repPerformance.title, by: "person",
        columns: columns.filter((c) => populations.some((p) => p.columns.some((own) => own.key === c.key))),
        rows: keysOf(answers, populations).filter((key) => key !== null).map((key) => ({ key, title: plain(q.names(key)), cells: cellsOf(answers, populations, key) })),
      }],
    };
  },
};

/** Activities by kind with the titles of the kinds; null for somebody who may not read them. */
async function activities(q: Question): Promise<{ population: Population; columns: Column[] } | null> {
  const view = await viewWith(q.ctx, "activity", ["kind", "happened_at", "owner_id"]);
  if (!view) return null;
  const kinds = view.schema.field("activity", "kind")?.choices ?? [];
  const population = await filtered(q, view, {
    name: "activity", base: [OWNED, during(q.period, "happened_at"), ...narrowLinked(q)], by: { field: "owner_id" },
    columns: [{ key: "activities" }, ...kinds.map((kind) => ({ key: `activity_${kind.value}`, filter: { field: "kind", op: "is", value: kind.value } as const }))],
  });
  return { population, columns: [column("activities", "跟进", "Activities"), ...kinds.map((kind) => ({ key: `activity_${kind.value}`, title: kind.label, kind: "count" as const }))] };
}

/** Opportunities of an owner that were won in the period; null for somebody who may not read them or their amounts. */
async function won(q: Question): Promise<Population | null> {
  const view = await viewWith(q.ctx, "opportunity", ["stage", "amount", "closed_at"]);
  if (!view) return null;
  return filtered(q, view, {
    name: "won", base: [OWNED, { field: "stage", op: "is", value: "won" }, during(q.period, "closed_at"), ...narrowLinked(q)], by: { field: "owner_id" },
    columns: [{ key: "won" }, { key: "won_amount", measured: { sum: "amount" } }],
  });
}
