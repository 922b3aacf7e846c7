import { sql } from "kysely";
import { z } from "zod";
import { transaction } from "../../../../core/db/transaction.ts";
import { enqueue } from "../../../../core/jobs/queue.ts";
import { op } from "../../../../core/op.ts";
import { publishedPolicy } from "../../../../core/policies/published.ts";
import { newId } from "../../../../core/records/new_id.ts";
import { matchPolicy } from "../../kind.ts";
import { findDuplicates } from "../job.ts";
import { NoRun, RunGoing } from "../refusals.ts";
import { newestRun } from "../runs.ts";
import { type Run, RunOut } from "../shapes.ts";

/** Starts a search of the whole base for likely duplicates in the background, by the published match policy. One at a time. */
export const startDuplicateRun = op({
  name: "duplicate.run",
  title: { zh: "全库查重", en: "Search for duplicates" },
  needs: "lead:merge",
  http: { method: "POST", path: "/duplicates/run", status: 202 },
  input: z.strictObject({}),
  output: RunOut,
  run: (ctx) =>
    transaction(ctx, async (tx) => {
      const id = newId();
      const { version } = await publishedPolicy(tx.house, matchPolicy);
      const { numAffectedRows } = await sql`
        insert into clew.duplicate_run (id, status, started_at, started_by, policy_version, beat_at) values (${id}, 'queued', ${tx.now}, ${tx.actor.kind === "person" ? tx.actor.id : null}::uuid, ${version}, ${tx.now})
        on conflict do nothing`.execute(tx.db);
      if (numAffectedRows !== 1n) throw RunGoing();
      await enqueue(tx, findDuplicates, { id }, { key: `duplicates:${id}` });
      return (await newestRun(tx)) as Run;
    }),
});

/** How far the newest search is; null before the first. */
export const getDuplicateRun = op({
  name: "duplicate.progress",
  title: { zh: "查重进度", en: "Progress of the search for duplicates" },
  needs: "lead:merge",
  http: { method: "GET", path: "/duplicates/run" },
  input: z.strictObject({}),
  output: z.object({ run: RunOut.nullable() }),
  run: async (ctx) => ({ run: await newestRun(ctx) }),
});

/** Stops the search that is under way; the clusters of the one before stay. */
export const cancelDuplicateRun = op({
  name: "duplicate.cancel",
  title: { zh: "取消查重", en: "Cancel the search for duplicates" },
  needs: "lead:merge",
  http: { method: "POST", path: "/duplicates/run/cancel" },
  input: z.strictObject({}),
  output: RunOut,
  run: (ctx) =>
    transaction(ctx, async (tx) => {
      const { numAffectedRows } = await sql`update clew.duplicate_run set status = 'cancelled', finished_at = ${tx.now}, beat_at = null where status in ('queued', 'running')`.execute(tx.db);
      if (numAffectedRows !== 1n) throw NoRun();
      return (await newestRun(tx)) as Run;
    }),
});
