import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../../../core/op.ts";
import { viewOf } from "../../../../core/records/viewer.ts";
import { invalidField, NotFound } from "../../../../core/refusal.ts";
import { CLUSTER_COLUMNS, clusterVisible, showClusters, type StoredCluster } from "../clusters.ts";
import { CLUSTER_STATUSES, ClusterId, ClusterOut } from "../shapes.ts";

const MOST_MEMBERS = 5;

/** Clusters of likely duplicates within the caller's rights, the likeliest first; `min_score` 0 to 1. */
export const listDuplicates = op({
  name: "duplicate.list",
  title: { zh: "重复组", en: "Duplicates" },
  needs: "lead:merge",
  http: { method: "GET", path: "/duplicates" },
  input: z.strictObject({
    status: z.enum(CLUSTER_STATUSES).default("open"), min_score: z.coerce.number().min(0).max(1).default(0), lead_id: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20), cursor: z.string().max(200).optional(), count: z.enum(["true", "false"]).transform((v) => v === "true").optional(),
  }),
  output: z.object({ items: z.array(ClusterOut), next_cursor: z.string().nullable(), total: z.number().optional() }),
  async run(ctx, { status, min_score, lead_id, limit, cursor, count }) {
    const view = await viewOf(ctx, "lead");
    const of = lead_id ? sql`and exists (select from clew.duplicate_member o where o.cluster_id = c.id and o.lead_id = ${lead_id})` : sql``;
    const where = sql`c.status = ${status} and c.score >= ${min_score}::real ${of} and ${await clusterVisible(view)}`;
    const [page, counted] = await Promise.all([
      sql<StoredCluster>`
        select ${CLUSTER_COLUMNS} from clew.duplicate_cluster c where ${where} ${cursor ? after(cursor) : sql``} order by c.score desc, c.id desc limit ${limit + 1}`.execute(ctx.db),
      count ? sql<{ total: number }>`select count(*) as total from clew.duplicate_cluster c where ${where}`.execute(ctx.db) : null,
    ]);
    const rows = page.rows.slice(0, limit);
    const last = rows.at(-1);
    return {
      items: await showClusters(view, rows, { members: MOST_MEMBERS, pairs: 1 }), next_cursor: page.rows.length > limit && last ? `${last.score}_${last.id}` : null,
      ...(counted ? { total: counted.rows[0]?.total ?? 0 } : {}),
    };
  },
});

function after(cursor: string) {
  const [score, id] = cursor.split("_");
  if (!score || !id || !Number.isFinite(Number(score)) || !z.uuid().safeParse(id).success) throw invalidField("cursor", { zh: "翻页位置无效", en: "This cursor is not valid" });
  return sql`and (c.score, c.id) < (${score}::real, ${id}::uuid)`;
}

/** One cluster with all members and why each pair is likely the same. */
export const getDuplicate = op({
  name: "duplicate.get",
  title: { zh: "查看重复组", en: "Get a cluster of duplicates" },
  needs: "lead:merge",
  http: { method: "GET", path: "/duplicates/:id" },
  input: ClusterId,
  output: ClusterOut,
  async run(ctx, { id }) {
    const view = await viewOf(ctx, "lead");
    const { rows } = await sql<StoredCluster>`select ${CLUSTER_COLUMNS} from clew.duplicate_cluster c where c.id = ${id} and ${await clusterVisible(view)}`.execute(ctx.db);
    const [shown] = await showClusters(view, rows, { members: Number.MAX_SAFE_INTEGER, pairs: Number.MAX_SAFE_INTEGER });
    if (!shown) throw NotFound({ id });
    return shown;
  },
});
