import type { Row } from "../../core/language/types.ts";
import { dateOf } from "./days.ts";
import type { RecycleFacts, Recycling } from "./recycle.ts";

/** Fields of a lead that recycling reads, besides those of the rules' own conditions. */
export const RECYCLE_FIELDS = ["owner_id", "pool_id", "home_pool_id", "stage", "stage_at", "assigned_at", "created_at", "last_activity_at", "protected_until", "extended_until"] as const;

/** Facts about a lead that decide when it would be recycled. */
export function recycleFacts(row: Row, timeZone: string): RecycleFacts {
  const instant = (key: string) => (typeof row[key] === "string" ? new Date(row[key]) : null);
  const protection = instant("protected_until");
  return {
    row, owner_id: (row.owner_id as string | null) ?? null, stage: String(row.stage), owned_since: instant("assigned_at") ?? new Date(row.created_at as string),
    last_activity_at: instant("last_activity_at"), stage_changed_at: instant("stage_at"),
    extended_until: instant("extended_until"),
    protection_ends: protection ? dateOf(new Date(protection.getTime() - 1), timeZone) : null,
  };
}

/** When the hold of a lead next needs attention: a warning, or the recycling itself. */
export function nextAttention(recycling: Recycling, after: Date): Date | null {
  return recycling.warn_at.find((at) => at > after) ?? recycling.at;
}
