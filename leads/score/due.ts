import { type RawBuilder, sql } from "kysely";
import type { Ctx, House } from "../../core/ctx.ts";
import { rowsOf } from "../../core/db/rows.ts";
import { publishedPolicies } from "../../core/policies/published.ts";
import { behavioursOf, type ScorePolicy } from "./policy.ts";

/** Fading is followed in steps of an hour: what changes sooner is gathered into one look. */
const SOONEST_MS = 3_600_000;

/** Whether the policy in force looks at what leads do; while it does not, nothing of this costs anything. */
export async function scoresBehaviour(house: House): Promise<boolean> {
  const policy = (await publishedPolicies.get(house)).get("score");
  return policy !== undefined && behavioursOf(policy.body as ScorePolicy).length > 0;
}

/** Has leads scored again at the next sweep; in id order, like whoever else marks them. Inside the statement that stored what they did, or alone. */
export function markDue(tx: Ctx, leads: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    insert into clew.score_due (lead_id, due_at) select distinct lead_id, ${tx.now}::timestamptz from ${leads} where lead_id is not null order by lead_id
    on conflict (lead_id) do update set due_at = least(score_due.due_at, excluded.due_at)`;
}

/** Has leads scored again when their points next change. Locks come in the order lead, then this. */
export async function planDue(tx: Ctx, leads: readonly { id: string; next_at: string | undefined }[]): Promise<void> {
  const soonest = new Date(tx.now.getTime() + SOONEST_MS).toISOString();
  const rows = leads.flatMap(({ id, next_at }) => (next_at === undefined ? [] : [{ lead_id: id, due_at: next_at > soonest ? next_at : soonest }]));
  if (rows.length === 0) return;
  await sql`
    insert into clew.score_due (lead_id, due_at) select lead_id, min(due_at) from ${rowsOf(rows, { lead_id: "uuid", due_at: "timestamptz" })} group by lead_id order by lead_id
    on conflict (lead_id) do update set due_at = least(score_due.due_at, excluded.due_at)`.execute(tx.db);
}
