import type { Ctx } from "../../core/ctx.ts";
import { type Notice, notify } from "../../core/notifications/notify.ts";
import type { Write } from "../../core/objects/standard.ts";
import { moveOf } from "./ownership.ts";

/** One notice a person for many leads. */
export function summed(notices: readonly Notice[]): Notice[] {
  const counts = new Map<string, number>();
  for (const n of notices) counts.set(n.person_id, (counts.get(n.person_id) ?? 0) + 1);
  return [...counts].map(([person_id, count]) => ({ person_id, kind: "leads_assigned", facts: { count } }));
}

const MANY = 10;

/** Tells people which leads somebody has handed to them; what intake hands out it tells itself. */
export async function tellOwners(tx: Ctx, writes: readonly Write[]): Promise<void> {
  if (tx.cause.kind !== "hand" && tx.cause.kind !== "api") return;
  const notices = writes.flatMap((w): Notice[] => {
    const move = moveOf(tx, w);
    if (move !== "assign" && move !== "transfer") return [];
    return [{ person_id: w.after.owner_id as string, kind: "lead_assigned", object: "lead", record_id: w.id, facts: { lead: w.after.name ?? w.after.company } }];
  });
  await notify(tx, notices.length > MANY ? summed(notices) : notices);
}
