import { sql } from "kysely";
import { z } from "zod";
import { can } from "../../../core/access/rights.ts";
import { op } from "../../../core/op.ts";
import type { Row } from "../../../core/language/types.ts";
import { explain } from "../../../core/policies/explain.ts";
import { present } from "../../../core/records/present.ts";
import { RecordOut } from "../../../core/records/ops/shapes.ts";
import { dateOf } from "../days.ts";
import { extensionsOf } from "../extensions.ts";
import { leaving } from "../going.ts";
import { homeOf, rulesOf } from "../rules_of.ts";
import { POOL_WORDS } from "../words.ts";

const SHOWN = ["id", "version", "name", "company", "phone", "owner_id", "score", "grade", "stage", "budget", "recycle_at", "last_activity_at", "next_step_at", "extended_until", "pool_id"];

/** The work-list of leads about to go back to a pool, by day, soonest first, each with the reason and what may still be done about it. */
export const leavingLeads = op({
  name: "pool.leaving",
  title: { zh: "即将回收的线索", en: "Leads about to go back" },
  needs: "lead:read",
  http: { method: "GET", path: "/pools/leaving" },
  input: z.strictObject({ whose: z.enum(["mine", "team"]).default("mine"), days: z.coerce.number().int().min(0).max(90).default(7), limit: z.coerce.number().int().min(1).max(500).default(100) }),
  output: z.object({
    total: z.number(),
    days: z.array(z.object({ date: z.string(), leads: z.number() })),
    items: z.array(z.object({
      lead: RecordOut, at: z.string(), rule: z.string().nullable(), explain: z.array(z.object({ zh: z.string(), en: z.string() })),
      /** How often the owner has put it off, and what the rules let them do alone; `beyond`: the caller is not bound by that. */
      extension: z.object({ used: z.number(), times: z.number(), days: z.number(), beyond: z.boolean() }),
    })),
  }),
  async run(ctx, { whose, days, limit }) {
    const { view, policy, owners, until, going } = await leaving(ctx, whose, days, limit);
    const zone = ctx.house.settings.timeZone;
    const [counts, shown, used] = await Promise.all([
      sql<{ date: string; leads: number }>`
        select (recycle_at at time zone ${zone})::date::text as date, count(*)::int as leads from crm.lead
        where owner_id = any(${owners}::uuid[]) and recycle_at < ${until} and stage not in ('converted', 'disqualified') group by 1 order by 1`.execute(ctx.db),
      present(view, going.map(({ row }) => Object.fromEntries(SHOWN.map((key) => [key, row[key] ?? null])) as Row)),
      extensionsOf(ctx, going.map(({ row }) => row.id as string)),
    ]);
    // What is overdue by a few seconds waits for the next sweep: it goes today.
    const today = dateOf(ctx.now, zone);
    const byDay = Map.groupBy(counts.rows, ({ date }) => (date < today ? today : date));
    const beyond = can(ctx.actor, "lead:transfer");
    return {
      total: counts.rows.reduce((sum, day) => sum + day.leads, 0),
      days: [...byDay].map(([date, some]) => ({ date, leads: some.reduce((sum, each) => sum + each.leads, 0) })),
      items: going.map(({ row, recycling }, i) => {
        const { times, days } = rulesOf(policy, homeOf(row)).extension;
        return {
          lead: shown[i] as NonNullable<(typeof shown)[number]>, at: row.recycle_at as string, rule: recycling.rule_id,
          explain: explain(POOL_WORDS, recycling.because, { timeZone: zone, name: () => undefined }),
          extension: { used: used.get(row.id as string) ?? 0, times, days, beyond },
        };
      }),
    };
  },
});
