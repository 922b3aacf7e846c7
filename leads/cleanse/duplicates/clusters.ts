import { type RawBuilder, sql } from "kysely";
import { directory } from "../../../core/access/directory.ts";
import type { Row } from "../../../core/language/types.ts";
import { explain } from "../../../core/policies/explain.ts";
import type { Reason } from "../../../core/policies/reason.ts";
import { visibleRows } from "../../../core/records/find.ts";
import { present, type Shown } from "../../../core/records/present.ts";
import type { View } from "../../../core/records/viewer.ts";
import { whereOf } from "../../../core/records/where.ts";
import type { z } from "zod";
import { MATCH_WORDS } from "../words.ts";
import type { ClusterOut } from "./shapes.ts";

export interface StoredCluster {
  id: string;
  status: "open" | "merged" | "dismissed";
  score: number;
  decided_by: string | null;
  decided_at: string | null;
}

export const CLUSTER_COLUMNS = sql.raw("c.id, c.status, c.score, c.decided_by, c.decided_at");

/** Whether the viewer sees two members of cluster `c`: less is no cluster to them. A decided one is told by any member left. */
export async function clusterVisible(view: View): Promise<RawBuilder<unknown>> {
  const where = await whereOf(view, undefined, undefined, []);
  return sql`(select count(*) from (select from clew.duplicate_member m join crm.lead t on t.id = m.lead_id where m.cluster_id = c.id and ${where} limit 2) two) >= case when c.status = 'open' then 2 else 1 end`;
}

interface StoredPair {
  cluster_id: string;
  left_id: string;
  right_id: string;
  score: number;
  rule_id: string;
  evidence: Reason[];
}

/** Clusters with their members and pairs, within the viewer's rights, in a fixed number of statements. */
export async function showClusters(view: View, clusters: readonly StoredCluster[], most: { members: number; pairs: number }): Promise<z.input<typeof ClusterOut>[]> {
  const { ctx } = view;
  const ids = clusters.map((c) => c.id);
  const { rows: members } = await sql<{ cluster_id: string; lead_id: string; apart: boolean }>`
    select cluster_id, lead_id, apart from clew.duplicate_member where cluster_id = any(${ids}::uuid[]) order by lead_id`.execute(ctx.db);
  const leads = await visibleRows(view, members.map((m) => m.lead_id));
  const seen = new Map<string, Row>(leads.map((row) => [row.id as string, row]));
  const kept = clusters.map((c) => members.filter((m) => m.cluster_id === c.id && seen.has(m.lead_id)));
  const chosen = kept.map((list) => list.slice(0, most.members));
  const shown = await present(view, chosen.flat().map((m) => seen.get(m.lead_id) as Row));
  const { rows: pairs } = await sql<StoredPair>`
    select cluster_id, left_id, right_id, score, rule_id, evidence from clew.duplicate_pair
    where cluster_id = any(${ids}::uuid[]) and left_id = any(${[...seen.keys()]}::uuid[]) and right_id = any(${[...seen.keys()]}::uuid[]) order by score desc, left_id, right_id`.execute(ctx.db);
  const people = (await directory.get(ctx.house)).people;
  const telling = { timeZone: ctx.house.settings.timeZone, name: () => undefined };
  let from = 0;
  return clusters.map((cluster, i) => {
    const own = chosen[i] as typeof members;
    const records = shown.slice(from, (from += own.length)).map((record, n): Shown => ((own[n] as { apart: boolean }).apart ? ({ ...record, _apart: true } as Shown) : record));
    return {
      ...cluster, size: (kept[i] as unknown[]).length, decided_by_name: (cluster.decided_by && people.get(cluster.decided_by)?.name) || null, members: records,
      pairs: pairs.filter((p) => p.cluster_id === cluster.id).slice(0, most.pairs).map(({ cluster_id: _, evidence, ...pair }) => ({ ...pair, reasons: evidence, explain: explain(MATCH_WORDS, evidence, telling) })),
    };
  });
}
