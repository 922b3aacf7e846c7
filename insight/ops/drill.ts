import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../core/op.ts";
import { find } from "../../core/records/find.ts";
import { invalidField } from "../../core/refusal.ts";
import { questionOf } from "../question.ts";
import { reportOf } from "../reports/all.ts";
import { QuestionIn } from "../shapes.ts";

/**
 * The rows behind a number that no filter can name, newest first, one for each that was counted: a lead stands here as often as it
 * was, say, claimed. `lead` is null where the row is in the viewer's history but its lead is out of their sight by now.
 */
export const insightDrill = op({
  name: "insight.drill",
  title: { zh: "数字背后的记录", en: "Rows behind a number" },
  needs: "insight:read",
  http: { method: "GET", path: "/insight/drill" },
  input: QuestionIn.extend({
    report: z.string().max(48), cell: z.string().max(400),
    limit: z.coerce.number().int().min(1).max(1_000).default(50), cursor: z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z_[0-9a-f-]{36}$/).optional(),
  }),
  output: z.object({
    items: z.array(z.object({ id: z.uuid(), lead_id: z.uuid(), at: z.iso.datetime(), lead: z.record(z.string(), z.unknown()).nullable() })),
    next_cursor: z.string().nullable(),
  }),
  async run(ctx, { report, cell, limit, cursor, ...input }) {
    const q = await questionOf(ctx, report, input);
    const { populations } = await reportOf(report).plan(q);
    const [name, key, ...rest] = cell.split(":");
    const group = rest.length > 0 ? rest.join(":") : null;
    const population = populations.find((p) => p.name === name);
    const column = population?.columns.find((c) => c.key === key);
    if (!population?.row || !column) throw invalidField("cell", { zh: "报表里没有这个数字", en: "The report has no such number" });
    const { row } = population;
    const [at, id] = cursor?.split("_") ?? [];
    const { rows } = await sql<{ id: string; lead_id: string; at: string }>`
      select ${row.id} as id, ${row.lead} as lead_id, ${row.at} as at from ${population.from}
      where ${population.where} and ${column.when} ${population.key ? sql`and (${population.key})::text is not distinct from ${group}::text` : sql``}
        ${at ? sql`and (${row.at}, ${row.id}) < (${at}::timestamptz, ${id}::uuid)` : sql``}
      order by 3 desc, 1 desc limit ${limit + 1}`.execute(ctx.db);
    const kept = rows.slice(0, limit);
    const last = rows.length > limit ? kept.at(-1) : undefined;
    const leads = kept.length === 0 ? [] : (await find(ctx, "lead", { filter: { field: "id", op: "in", value: kept.map((r) => r.lead_id) }, sort: ["-created_at"], limit: 1_000 })).items;
    const byId = new Map(leads.map((lead) => [lead.id, lead]));
    return { items: kept.map((r) => ({ ...r, lead: byId.get(r.lead_id) ?? null })), next_cursor: last ? `${last.at}_${last.id}` : null };
  },
});
