import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { addDays } from "../../core/language/zone.ts";
import { dateOf } from "./days.ts";
import type { PoolPolicy } from "./policy.ts";
import { extend, protect, type Protection } from "./protection.ts";
import type { RecycleFacts } from "./recycle.ts";
import { homeOf, rulesOf, takenFrom } from "./rules_of.ts";

type Follow = Pick<RecycleFacts, "protection_ends" | "last_activity_at"> & Pick<Protection, "reasons">;

interface Activity {
  lead_id: string;
  happened_at: string;
  kind: string;
}

/**
 * What follow-ups would have meant to leads had the draft been in force since each got its owner: its lengths of protection, and its
 * kinds of activity that count. Only of leads for whose pool the draft says otherwise. One statement for a chunk, served by activity_lead_id.
 */
export async function replayFollowUps(ctx: Ctx, published: PoolPolicy, draft: PoolPolicy, rows: readonly Row[], timeZone: string): Promise<Map<string, Follow>> {
  const concerned = rows.filter((row) => row.assigned_at && row.protected_until && followUpsOf(draft, row) !== followUpsOf(published, row));
  if (concerned.length === 0) return new Map();
  const { rows: found } = await sql<Activity>`
    select a.lead_id, a.happened_at, a.kind from crm.activity a where a.lead_id = any(${concerned.map((row) => row.id)}::uuid[]) order by a.lead_id, a.happened_at`.execute(ctx.db);
  const acted = Map.groupBy(found, ({ lead_id }) => lead_id);
  return new Map(concerned.map((row) => [row.id as string, followed(draft, row, acted.get(row.id as string) ?? [], timeZone)]));
}

const followUpsOf = (policy: PoolPolicy, row: Row): string => {
  const { protection } = rulesOf(policy, takenFrom(row));
  const { protection: later, activity_kinds } = rulesOf(policy, homeOf(row));
  return JSON.stringify([protection.days, later.activity_days, later.max_days, [...activity_kinds].sort()]);
};

function followed(policy: PoolPolicy, row: Row, activities: readonly Activity[], timeZone: string): Follow {
  const rules = rulesOf(policy, homeOf(row));
  const since = dateOf(new Date(row.assigned_at as string), timeZone);
  const counting = activities.filter(({ kind }) => rules.activity_kinds.includes(kind)).map(({ happened_at }) => new Date(happened_at));
  const days = [...new Set(counting.map((at) => dateOf(at, timeZone)))].filter((on) => on >= since);
  const { ends, reasons } = days.reduce<Protection>((held, on) => extend(rules, held, on), protect(rulesOf(policy, takenFrom(row)), since));
  return { protection_ends: putOff(rules.protection.max_days, row, since, ends, timeZone), last_activity_at: counting.at(-1) ?? null, reasons: reasons.length > 2 ? [...reasons.slice(0, 1), ...reasons.slice(-1)] : reasons };
}

/** Recycling put off by hand takes protection along, up to its maximum. */
function putOff(most: number | null, row: Row, since: string, ends: string, timeZone: string): string {
  if (typeof row.extended_until !== "string") return ends;
  const until = dateOf(new Date(new Date(row.extended_until).getTime() - 1), timeZone);
  const last = most === null ? until : addDays(since, most);
  const reached = until < last ? until : last;
  return reached > ends ? reached : ends;
}
