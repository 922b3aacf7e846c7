import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../../core/op.ts";
import { localDate } from "../../../core/language/zone.ts";
import { directory } from "../../../core/access/directory.ts";
import { publishedPolicy } from "../../../core/policies/published.ts";
import { poolPolicy } from "../kind.ts";
import { poolsOf } from "../membership.ts";

/** The pools the caller belongs to, how many leads wait in each, and what the caller may still claim. */
export const myPools = op({
  name: "pool.mine",
  title: { zh: "我的公海", en: "My pools" },
  needs: "pool:read",
  http: { method: "GET", path: "/pools" },
  input: z.strictObject({}),
  output: z.object({
    items: z.array(z.object({ id: z.uuid(), name: z.string(), waiting: z.number(), hidden_fields: z.array(z.string()) })),
    limits: z.object({
      claims_per_day: z.number().nullable(), claimed_today: z.number(), claims_left: z.number().nullable(),
      holding: z.number().nullable(), held: z.number(), holding_left: z.number().nullable(), cooldown_days: z.number(), min_gap_seconds: z.number(), next_claim_at: z.string().nullable(),
    }),
  }),
  async run(ctx) {
    const [mine, { body: policy }, people] = await Promise.all([poolsOf(ctx), publishedPolicy(ctx.house, poolPolicy), directory.get(ctx.house)]);
    const ids = mine.map((p) => p.id);
    const [counts, loads] = await Promise.all([
      sql<{ pool_id: string; waiting: number }>`select pool_id, count(*) as waiting from crm.lead where pool_id = any(${ids}::uuid[]) group by pool_id`.execute(ctx.db),
      sql<{ held: number; day: string | null; claimed: number; last_claim_at: string | null }>`select held, day, claimed, last_claim_at from clew.load where person_id = ${ctx.actor.id}::uuid`.execute(ctx.db),
    ]);
    const waiting = new Map(counts.rows.map((r) => [r.pool_id, r.waiting]));
    const load = loads.rows[0];
    const claimed = load?.day === localDate(ctx.now.getTime(), ctx.house.settings.timeZone) ? load.claimed : 0;
    const { claims_per_day, min_gap_seconds } = policy.limits;
    const caps = [policy.limits.holding, people.people.get(ctx.actor.id ?? "")?.capOpen ?? null].filter((c) => c !== null);
    const holding = caps.length > 0 ? Math.min(...caps) : null;
    const held = load?.held ?? 0;
    const next = load?.last_claim_at && min_gap_seconds > 0 ? new Date(new Date(load.last_claim_at).getTime() + min_gap_seconds * 1_000) : null;
    return {
      items: mine.map((p) => ({ id: p.id, name: p.name, waiting: waiting.get(p.id) ?? 0, hidden_fields: p.hidden_fields ?? [] })),
      limits: {
        claims_per_day, claimed_today: claimed, claims_left: claims_per_day === null ? null : Math.max(0, claims_per_day - claimed),
        holding, held, holding_left: holding === null ? null : Math.max(0, holding - held), cooldown_days: policy.cooldown_days, min_gap_seconds,
        next_claim_at: next && next > ctx.now ? next.toISOString() : null,
      },
    };
  },
});
