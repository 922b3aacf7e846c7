import { sql } from "kysely";
import { type Ctx, systemCtx } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { enqueue, job } from "../../core/jobs/queue.ts";
import type { FieldDef, Row } from "../../core/language/types.ts";
import { catalog } from "../../core/objects/catalog.ts";
import { columnList, table } from "../../core/records/columns.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import { planDue } from "./due.ts";
import type { ScorePolicy } from "./policy.ts";
import { fieldsOf, scoreRows } from "./score_again.ts";

const CHUNK = 2_000;

interface Progress {
  version: number;
  after: string;
}

/**
 * Brings the scores of open leads up to a newly published policy, a chunk a job: each chunk commits together with the
 * next one's place in the queue, so that a crash continues where it stood. Stops when a newer version has been published.
 */
export const rescore = job<Progress>({
  name: "score.rescore",
  async run(house, { version, after }) {
    await transaction(systemCtx(house, "score.rescore", { kind: "rule", event: "lead.rescored", id: `score:${version}` }), async (tx) => {
      // The queue may be quicker than the news that what this process has cached is no longer in force.
      const policy = (await publishedPolicies.fresh(tx)).get("score");
      if (policy?.version !== version) return;
      const body = policy.body as ScorePolicy;
      const known = (await catalog.get(house)).fields("lead");
      const columns = [...new Set(["id", "score", "grade", "heat", ...fieldsOf(body)])].map((key) => known.get(key)).filter((field): field is FieldDef => field !== undefined);
      const { rows } = await sql<Row>`
        select ${columnList(columns)} from ${table("lead")}
        where id > ${after}::uuid and stage not in ('converted', 'disqualified') order by id limit ${CHUNK} for update`.execute(tx.db);
      await planDue(tx, await scoreRows(tx, { body, version }, rows));
      const last = rows.at(-1);
      if (last && rows.length === CHUNK) await enqueue(tx, rescore, { version, after: last.id as string });
    });
  },
});

/** Queues the rescoring of everything open by the policy just published. */
export async function queueRescoring(tx: Ctx, version: number): Promise<void> {
  await enqueue(tx, rescore, { version, after: "00000000-0000-0000-0000-000000000000" });
}
