import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { compileScore } from "../score/decide.ts";
import { scorePolicy } from "../score/kind.ts";
import type { Item } from "./arrival.ts";

/** Campaigns by the utm_campaign that leads to them. */
export async function campaignsOf(tx: Ctx, items: readonly Item[]): Promise<Map<string, string>> {
  const marks = [...new Set(items.filter((i) => !i.row.campaign_id).map((i) => i.row.utm_campaign).filter((u) => typeof u === "string"))];
  if (marks.length === 0) return new Map();
  const { rows } = await sql<{ id: string; utm_campaign: string }>`select id, utm_campaign from crm.campaign where utm_campaign = any(${marks})`.execute(tx.db);
  return new Map(rows.map((r) => [r.utm_campaign, r.id]));
}

/** Campaign and score of what each arrival becomes if it turns out to be new. */
export async function foretell(tx: Ctx, items: readonly Item[], campaigns: ReadonlyMap<string, string>): Promise<void> {
  const { body, version } = await publishedPolicy(tx.house, scorePolicy);
  const score = compileScore(body, await filterEnv(tx));
  for (const item of items) {
    const { row } = item;
    const campaign_id = (row.campaign_id as string | null | undefined) ?? (typeof row.utm_campaign === "string" ? (campaigns.get(row.utm_campaign) ?? null) : null);
    item.prospect = { campaign_id, version, score: score(campaign_id === (row.campaign_id ?? null) ? row : { ...row, campaign_id }) };
  }
}
