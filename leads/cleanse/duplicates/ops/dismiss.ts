import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "../../../../core/ctx.ts";
import { transaction } from "../../../../core/db/transaction.ts";
import { op } from "../../../../core/op.ts";
import { visibleRows } from "../../../../core/records/find.ts";
import { viewOf } from "../../../../core/records/viewer.ts";
import { invalidField, NotFound } from "../../../../core/refusal.ts";
import { CLUSTER_COLUMNS, clusterVisible, showClusters, type StoredCluster } from "../clusters.ts";
import { ClusterDecided } from "../refusals.ts";
import { ClusterId, ClusterOut } from "../shapes.ts";

/**
 * Says that the members are different people, or with `ids` that these are different from all others of the cluster. The pairs
 * are remembered and do not come back in later searches.
 */
export const dismissDuplicate = op({
  name: "duplicate.dismiss",
  title: { zh: "不是重复", en: "Not duplicates" },
  needs: "lead:merge",
  http: { method: "POST", path: "/duplicates/:id/dismiss" },
  input: ClusterId.extend({ ids: z.array(z.uuid()).min(1).max(100).optional() }),
  output: ClusterOut,
  run: (ctx, { id, ids }) =>
    transaction(ctx, async (tx) => {
      const cluster = await lockCluster(tx, id);
      if (cluster.status !== "open") throw ClusterDecided({ status: cluster.status });
      const members = await visibleMembers(tx, id);
      const apart = ids ?? members;
      const stranger = apart.findIndex((one) => !members.includes(one));
      if (stranger >= 0) throw invalidField(`ids.${stranger}`, { zh: "该线索不在此重复组中", en: "This lead is not in the cluster" });
      await sql`
        insert into clew.duplicate_dismissed (left_id, right_id, cluster_id, at, by)
        select distinct least(a, b), greatest(a, b), ${id}::uuid, ${tx.now}::timestamptz, ${tx.actor.kind === "person" ? tx.actor.id : null}::uuid
        from unnest(${apart}::uuid[]) a cross join unnest(${members}::uuid[]) b where a <> b on conflict do nothing`.execute(tx.db);
      await sql`update clew.duplicate_member set apart = true where cluster_id = ${id} and lead_id = any(${apart}::uuid[])`.execute(tx.db);
      const { rows } = await sql<{ left: number }>`select count(*) as left from clew.duplicate_member where cluster_id = ${id} and not apart`.execute(tx.db);
      if ((rows[0]?.left ?? 0) < 2) await decide(tx, id, "dismissed");
      return shown(tx, id);
    }),
});

/** Takes a dismissal back: the cluster is open again, and its pairs may be found again. */
export const reopenDuplicate = op({
  name: "duplicate.reopen",
  title: { zh: "恢复重复组", en: "Reopen a cluster of duplicates" },
  needs: "lead:merge",
  http: { method: "POST", path: "/duplicates/:id/reopen" },
  input: ClusterId,
  output: ClusterOut,
  run: (ctx, { id }) =>
    transaction(ctx, async (tx) => {
      const cluster = await lockCluster(tx, id);
      if (cluster.status === "merged") throw ClusterDecided({ status: cluster.status });
      await sql`delete from clew.duplicate_dismissed where cluster_id = ${id}`.execute(tx.db);
      await sql`update clew.duplicate_member set apart = false where cluster_id = ${id}`.execute(tx.db);
      await decide(tx, id, "open");
      return shown(tx, id);
    }),
});

async function lockCluster(tx: Ctx, id: string): Promise<StoredCluster> {
  const view = await viewOf(tx, "lead");
  const { rows } = await sql<StoredCluster>`select ${CLUSTER_COLUMNS} from clew.duplicate_cluster c where c.id = ${id} and ${await clusterVisible(view)} for update of c`.execute(tx.db);
  if (!rows[0]) throw NotFound({ id });
  return rows[0];
}

/** Members the caller sees and has not set apart. */
async function visibleMembers(tx: Ctx, id: string): Promise<string[]> {
  const { rows } = await sql<{ lead_id: string }>`select lead_id from clew.duplicate_member where cluster_id = ${id} and not apart`.execute(tx.db);
  return (await visibleRows(await viewOf(tx, "lead"), rows.map((r) => r.lead_id))).map((row) => row.id as string);
}

async function decide(tx: Ctx, id: string, status: StoredCluster["status"]): Promise<void> {
  const by = status === "open" || tx.actor.kind !== "person" ? null : tx.actor.id;
  await sql`update clew.duplicate_cluster set status = ${status}, decided_by = ${by}::uuid, decided_at = ${status === "open" ? null : tx.now}::timestamptz where id = ${id}`.execute(tx.db);
}

async function shown(tx: Ctx, id: string) {
  const { rows } = await sql<StoredCluster>`select ${CLUSTER_COLUMNS} from clew.duplicate_cluster c where c.id = ${id}`.execute(tx.db);
  const [cluster] = await showClusters(await viewOf(tx, "lead"), rows, { members: Number.MAX_SAFE_INTEGER, pairs: Number.MAX_SAFE_INTEGER });
  if (!cluster) throw NotFound({ id });
  return cluster;
}
