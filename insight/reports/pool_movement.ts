import { sql } from "kysely";
import type { Filter } from "../../core/language/types.ts";
import type { Text } from "../../core/refusal.ts";
import { poolStays, stays } from "../logs.ts";
import { bucketsOf } from "../period.ts";
import { dayKey, filtered } from "../population.ts";
import { narrowLeads } from "../question.ts";
import { cellsOf, column, plain, type Report, WHOLE } from "./report.ts";

const IN_POOL: Filter = { all: [{ field: "pool_id", op: "not_empty" }, { field: "owner_id", op: "empty" }] };

const TIMES: [key: string, title: Text, filter: Filter][] = [
  ["0", { zh: "未被回收过", en: "Never" }, { any: [{ field: "times_recycled", op: "empty" }, { field: "times_recycled", op: "lte", value: 0 }] }],
  ["1", { zh: "1 次", en: "Once" }, { field: "times_recycled", op: "is", value: 1 }],
  ["2", { zh: "2 次", en: "Twice" }, { field: "times_recycled", op: "is", value: 2 }],
  ["3+", { zh: "3 次及以上", en: "Three times or more" }, { field: "times_recycled", op: "gte", value: 3 }],
];

const COLUMNS = [
  column("in_new", "新进入", "New"), column("in_release", "退回", "Released"), column("in_recycle", "回收", "Recycled"), column("in_sla_return", "超时退回", "Returned by SLA"),
  column("out_claim", "领取", "Claimed"), column("out_assign", "分配", "Assigned"),
];

/**
 * What went into the pools and out of them, by day or week, and what lies there now. Asked for a team, it shows what its people gave
 * back and took. Served by hold_from, hold_lead, lead_pool_id_created_at.
 */
export const poolMovement: Report = {
  key: "pool_movement",
  title: { zh: "公海流转", en: "Pool movement" },
  async plan(q) {
    const key = dayKey(sql`h.from_at`, q.bucket, q.timeZone);
    const [into, out, now] = await Promise.all([
      poolStays(q, {
        name: "in", byLead: true, where: sql`true`, key,
        columns: [
          { key: "in_new", when: sql`h.how not in ('release', 'recycle', 'sla_return')` }, { key: "in_release", when: sql`h.how = 'release'` },
          { key: "in_recycle", when: sql`h.how = 'recycle'` }, { key: "in_sla_return", when: sql`h.how = 'sla_return'` },
        ],
      }),
      stays(q, {
        name: "out", key, where: sql`(h.how in ('claim', 'assign') or h.how = 'rule' and exists (select from clew.hold p where p.lead_id = h.lead_id and p.to_at = h.from_at and p.pool_id is not null))`,
        columns: [{ key: "out_claim", when: sql`h.how = 'claim'` }, { key: "out_assign", when: sql`h.how <> 'claim'` }],
      }),
      filtered(q, q.leads, { name: "now", base: [IN_POOL, ...narrowLeads({ ...q, input: { ...q.input, team_id: undefined } })], columns: [{ key: "in_pool" }, ...TIMES.map(([times, , filter]) => ({ key: times, filter }))] }),
    ]);
    return {
      populations: [into, out, now],
      lay: (answers) => [
        { key: "movement", title: poolMovement.title, by: "date", columns: COLUMNS, rows: bucketsOf(q.period, q.bucket, q.timeZone).map((day) => ({ key: day, title: plain(day), cells: cellsOf(answers, [into, out], day) })) },
        { key: "now", title: { zh: "公海现存", en: "In pool now" }, by: "whole", columns: [column("in_pool", "在公海", "In pool")], rows: [{ key: null, title: WHOLE, cells: { in_pool: answers.number(now, "in_pool") } }] },
        { key: "times_recycled", title: { zh: "公海线索被回收次数", en: "How often leads in the pool were recycled" }, by: "range", columns: [column("leads", "线索", "Leads")], rows: TIMES.map(([times, title]) => ({ key: times, title, cells: { leads: answers.number(now, times) } })) },
      ],
    };
  },
};
