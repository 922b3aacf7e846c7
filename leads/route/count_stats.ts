import { sql } from "kysely";
import { type House, systemCtx } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { enqueue, job } from "../../core/jobs/queue.ts";
import { sweep } from "../../core/jobs/sweep.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { routePolicy } from "./kind.ts";
import { strategiesOf } from "./policy.ts";
import { finished, routeStats } from "./stats.ts";

/** How often results are counted anew, in milliseconds. */
const EVERY = 3_600_000;

/** Counts past conversion anew, if a published rule asks for it, and sets when it is done again. */
export const countRouteStats = job<Record<string, never>>({
  name: "route.stats",
  async run(house: House) {
    const ctx = systemCtx(house, "route.stats", { kind: "timer", event: "route.stats" });
    await transaction(ctx, async (tx) => {
      const wanted = strategiesOf((await publishedPolicy(house, routePolicy)).body).some(({ kind }) => kind === "best_match");
      await sql`update clew.route_stat_run set fire_at = ${wanted ? new Date(tx.now.getTime() + EVERY) : null}::timestamptz`.execute(tx.db);
      if (!wanted) return;
      await sql`delete from clew.route_stat`.execute(tx.db);
      await sql`insert into clew.route_stat (person_id, field, value, n, won) ${finished(tx.now)}`.execute(tx.db);
      await routeStats.changed(tx);
    });
  },
});

/** Queues the count when its time has come. */
export const sweepRouteStats = sweep<{ only_one: boolean }>({
  name: "route.stats",
  async take(tx) {
    const { rows } = await sql<{ only_one: boolean }>`select only_one from clew.route_stat_run where fire_at <= ${tx.now} for update skip locked`.execute(tx.db);
    return rows;
  },
  async fire(tx) {
    await sql`update clew.route_stat_run set fire_at = ${new Date(tx.now.getTime() + EVERY)}`.execute(tx.db);
    await enqueue(tx, countRouteStats, {}, { key: "route.stats" });
  },
});
