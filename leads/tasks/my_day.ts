import { z } from "zod";
import { op } from "../../core/op.ts";
import type { Ctx } from "../../core/ctx.ts";
import { visibleRows } from "../../core/records/find.ts";
import { present } from "../../core/records/present.ts";
import { viewOf } from "../../core/records/viewer.ts";
import { type Cause, KINDS, orderDay } from "./day_order.ts";
import { dayOf } from "./day.ts";
import { causesOfDay, numbersOfDay } from "./day_questions.ts";

const MOST = 100;

const LeadOut = z.object({
  id: z.uuid(), name: z.unknown(), company: z.unknown(), phone: z.unknown(), score: z.unknown(), grade: z.unknown(), heat: z.unknown(), stage: z.unknown(),
});

/** Who to call next and why: everything that waits for the caller, most urgent first, each lead once with all its reasons. */
export const myDay = op({
  name: "work.my_day",
  title: { zh: "今日工作", en: "My day" },
  needs: "lead:read",
  http: { method: "GET", path: "/my-day" },
  input: z.strictObject({}),
  output: z.object({
    items: z.array(z.object({
      kind: z.enum(KINDS), due_at: z.string().nullable(), why: z.array(z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) })),
      /** Null for a task that is about no lead, or one outside the caller's scope. */
      lead: LeadOut.nullable(), task: z.object({ id: z.uuid(), title: z.string().nullable() }).nullable(),
    })),
    numbers: z.object({ to_respond: z.number(), overdue: z.number(), tasks_today: z.number(), new_today: z.number(), logged_today: z.number(), converted_month: z.number() }),
  }),
  async run(ctx) {
    const day = dayOf(ctx);
    const me = ctx.actor.kind === "person" ? ctx.actor.id : null;
    if (me === null) return { items: [], numbers: { to_respond: 0, overdue: 0, tasks_today: 0, new_today: 0, logged_today: 0, converted_month: 0 } };
    const [causes, numbers] = await Promise.all([causesOfDay(ctx, me, day, MOST), numbersOfDay(ctx, me, day)]);
    const items = orderDay(causes, MOST);
    const leads = await shownLeads(ctx, items);
    return {
      numbers,
      items: items.map(({ kind, due_at, why, lead_id, task }) => ({ kind, due_at, why, task, lead: lead_id ? (leads.get(lead_id) ?? null) : null })),
    };
  },
});

async function shownLeads(ctx: Ctx, items: readonly Pick<Cause, "lead_id">[]): Promise<Map<string, z.input<typeof LeadOut>>> {
  const view = await viewOf(ctx, "lead");
  const shown = await present(view, await visibleRows(view, [...new Set(items.flatMap((item) => item.lead_id ?? []))]));
  return new Map(shown.map(({ id, name, company, phone, score, grade, heat, stage }) => [id, { id, name, company, phone, score, grade, heat, stage }]));
}
