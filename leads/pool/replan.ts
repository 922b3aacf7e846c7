import { sql } from "kysely";
import { type Ctx, systemCtx } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { transaction } from "../../core/db/transaction.ts";
import { enqueue, job } from "../../core/jobs/queue.ts";
import type { Row } from "../../core/language/types.ts";
import { catalog } from "../../core/objects/catalog.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import { columnList, table } from "../../core/records/columns.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { updateRows } from "../../core/records/write.ts";
import type { PoolPolicy } from "./policy.ts";
import { nextAttention, recycleFacts } from "./facts.ts";
import { compileRecycle } from "./recycle.ts";

const CHUNK = 2_000;

interface Progress {
  version: number;
  after: string;
}

/**
 * Tells every owned lead when it goes back by newly published rules, a chunk a job, each committing with the next one's place in the
 * queue. Dates of rules switched off are kept in the leads, so that switching on finds them.
 */
export const replan = job<Progress>({
  name: "pool.replan",
  async run(house, { version, after }) {
    await transaction(systemCtx(house, "pool.replan", { kind: "rule", event: "lead.replanned", id: `pool:${version}` }), async (tx) => {
      // The queue may be quicker than the news that what this process has cached is no longer in force.
      const policy = (await publishedPolicies.fresh(tx)).get("pool");
      if (policy?.version !== version) return;
      const fields = (await catalog.get(house)).fields("lead");
      const { rows } = await sql<Row>`
        select ${columnList([...fields.values()])} from ${table("lead")}
        where id > ${after}::uuid and owner_id is not null and stage not in ('converted', 'disqualified') order by id limit ${CHUNK} for update`.execute(tx.db);
      const env = await filterEnv(tx);
      const decide = compileRecycle(policy.body as PoolPolicy, env);
      const planned = rows.map((row) => ({ row, recycling: decide(recycleFacts(row, env.timeZone)) }));
      await updateRows(tx, "lead", planned.map(({ row, recycling }) => ({ id: row.id as string, changes: { recycle_at: recycling.at?.toISOString() ?? null } })));
      // Warnings may have moved where the day itself has not.
      await sql`
        update clew.hold h set fire_at = x.fire_at from ${rowsOf(planned.map(({ row, recycling }) => ({ lead_id: row.id, fire_at: nextAttention(recycling, tx.now) })), { lead_id: "uuid", fire_at: "timestamptz" })}
        where h.lead_id = x.lead_id and h.to_at is null and h.owner_id is not null and h.fire_at is distinct from x.fire_at`.execute(tx.db);
      const last = rows.at(-1);
      if (last && rows.length === CHUNK) await enqueue(tx, replan, { version, after: last.id as string });
    });
  },
});

/** Queues the replanning of every owned lead by the policy just published. */
export async function queueReplanning(tx: Ctx, version: number): Promise<void> {
  await enqueue(tx, replan, { version, after: "00000000-0000-0000-0000-000000000000" });
}
