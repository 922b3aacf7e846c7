import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import type { Write } from "../../core/objects/standard.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { dateOf } from "./days.ts";
import { poolPolicy } from "./kind.ts";
import { compileRecycle, type RecycleFacts, type Recycling } from "./recycle.ts";

/** Facts about a lead that decide when it would be recycled. */
export function recycleFacts(row: Row, timeZone: string): RecycleFacts {
  const instant = (key: string) => (typeof row[key] === "string" ? new Date(row[key]) : null);
  const protection = instant("protected_until");
  return {
    row, owner_id: (row.owner_id as string | null) ?? null, stage: String(row.stage), owned_since: instant("assigned_at") ?? new Date(row.created_at as string),
    last_activity_at: instant("last_activity_at"), stage_changed_at: instant("stage_at"),
    protection_ends: protection ? dateOf(new Date(protection.getTime() - 1), timeZone) : null,
  };
}

const planned = new WeakMap<Write, Recycling>();

/** When each lead of a batch would be recycled, kept on the lead and for the hold that follows. */
export async function planRecycling(tx: Ctx, writes: readonly Write[]): Promise<void> {
  const { body } = await publishedPolicy(tx.house, poolPolicy);
  const env = await filterEnv(tx);
  const decide = compileRecycle(body, env);
  for (const write of writes) {
    const recycling = decide(recycleFacts(write.after, env.timeZone));
    planned.set(write, recycling);
    write.after.recycle_at = recycling.at?.toISOString() ?? null;
  }
}

/** When the hold of a lead next needs attention: a warning, or the recycling itself. */
export function nextAttention(recycling: Recycling, after: Date): Date | null {
  return recycling.warn_at.find((at) => at > after) ?? recycling.at;
}

export const plannedRecycling = (write: Write): Recycling | undefined => planned.get(write);
