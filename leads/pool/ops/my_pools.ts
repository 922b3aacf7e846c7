import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../../core/op.ts";
import { localDate } from "../../../core/language/zone.ts";
import { directory } from "../../../core/access/directory.ts";
import { publishedPolicy } from "../../../core/policies/published.ts";
import { poolPolicy } from "../kind.ts";
import { capOf, teamRooms } from "../caps.ts";
import { holding } from "../loads.ts";
import { mayManage, poolsOf } from "../membership.ts";
import { pair, poolLoads } from "../pool_loads.ts";
import { rulesOf } from "../rules_of.ts";
import { PoolSettings, settingsOf } from "../settings.ts";

/** A limit with what is used and left of it; null: none. */
const Limited = {
  claims_per_day: z.number().nullable(), claimed_today: z.number(), claims_left: z.number().nullable(),
  holding: z.number().nullable(), held: z.number(), holding_left: z.number().nullable(), min_gap_seconds: z.number(), next_claim_at: z.string().nullable(),
};

/** The pools the caller belongs to, how many leads wait in each, and what the caller may still claim: of all pools together, and of those with limits of their own. */
export const myPools = op({
  name: "pool.mine",
  title: { zh: "我的公海", en: "My pools" },
  needs: "pool:read",
  http: { method: "GET", path: "/pools" },
  input: z.strictObject({}),
  output: z.object({
    items: z.array(z.object({
      id: z.uuid(), name: z.string(), waiting: z.number(), hidden_fields: z.array(z.string()), cooldown_days: z.number(), freeze_days: z.number(), limits: z.object(Limited).nullable(),
      /** Members and admins, for those who may change them. */
      settings: PoolSettings.nullable(),
    })),
    limits: z.object({
      ...Limited, cooldown_days: z.number(),
      /** Whose cap `holding` is. */
      cap: z.object({ of: z.enum(["everybody", "person", "team"]), team: z.string().nullable() }).nullable(),
      /** What the caller's teams may hold together. */
      teams: z.array(z.object({ team: z.string(), limit: z.number(), held: z.number() })),
    }),
  }),
  async run(ctx) {
    const [mine, { body: policy }, people] = await Promise.all([poolsOf(ctx), publishedPolicy(ctx.house, poolPolicy), directory.get(ctx.house)]);
    const ids = mine.map((p) => p.id);
    const me = ctx.actor.kind === "person" ? ctx.actor.id : null;
    const [counts, loads, byPool] = await Promise.all([
      sql<{ pool_id: string; waiting: number }>`select pool_id, count(*) as waiting from crm.lead where pool_id = any(${ids}::uuid[]) group by pool_id`.execute(ctx.db),
      sql<{ held: number; converted: number; day: string | null; claimed: number; last_claim_at: string | null }>`select held, converted, day, claimed, last_claim_at from clew.load where person_id = ${ctx.actor.id}::uuid`.execute(ctx.db),
      poolLoads(ctx, policy, me ? [me] : []),
    ]);
    const waiting = new Map(counts.rows.map((r) => [r.pool_id, r.waiting]));
    const load = loads.rows[0];
    const claimed = load?.day === localDate(ctx.now.getTime(), ctx.house.settings.timeZone) ? load.claimed : 0;
    const { limits } = policy;
    const cap = me ? capOf(limits, people, me) : null;
    const rooms = me ? await teamRooms(ctx, limits, people, [me]) : [];
    const room = (claims: number | null, used: number, cap: number | null, held: number, gap: number, last: Date | null) => {
      const next = last && gap > 0 ? new Date(last.getTime() + gap * 1_000) : null;
      return {
        claims_per_day: claims, claimed_today: used, claims_left: claims === null ? null : Math.max(0, claims - used),
        holding: cap, held, holding_left: cap === null ? null : Math.max(0, cap - held), min_gap_seconds: gap, next_claim_at: next && next > ctx.now ? next.toISOString() : null,
      };
    };
    return {
      items: mine.map((pool) => {
        const { own, cooldown_days, freeze_days } = rulesOf(policy, pool.id);
        const inPool = byPool.get(pair(me ?? "", pool.id));
        return {
          id: pool.id, name: pool.name, waiting: waiting.get(pool.id) ?? 0, hidden_fields: pool.hidden_fields ?? [], cooldown_days, freeze_days,
          limits: own && inPool ? room(own.claims_per_day, inPool.claimed_today, own.holding, inPool.holding, own.min_gap_seconds, inPool.last_claim_at) : null,
          settings: mayManage(pool, ctx.actor) ? settingsOf(pool) : null,
        };
      }),
      limits: {
        ...room(limits.claims_per_day, claimed, cap?.limit ?? null, load ? holding(load, limits) : 0, limits.min_gap_seconds, load?.last_claim_at ? new Date(load.last_claim_at) : null),
        cooldown_days: policy.cooldown_days, cap: cap && { of: cap.of, team: cap.team ?? null }, teams: rooms.map(({ team, limit, held }) => ({ team, limit, held })),
      },
    };
  },
});
