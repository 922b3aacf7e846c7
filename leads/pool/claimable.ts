import type { Reason } from "../../core/policies/reason.ts";
import { daysLater } from "./days.ts";
import type { PoolPolicy } from "./policy.ts";
import { poolReason } from "./words.ts";

/** A lead as claiming sees it. */
export interface ClaimLead {
  owner_id: string | null;
  pool_id: string | null;
  in_pool_since: Date | null;
  previous_owner_id: string | null;
  /** When the previous owner lost or released it. */
  previous_until: Date | null;
}

/** A person as claiming sees them. */
export interface Claimer {
  id: string;
  /** Claims since local midnight, and how many of them were released again. */
  claimed_today: number;
  released_today: number;
  /** Open leads held now, and converted ones besides. */
  holding: number;
  holding_converted: number;
  /** Holding caps of the person and their teams; the smallest of all holds. */
  caps: readonly number[];
  last_claim_at: Date | null;
}

/** Everything that forbids this claim; empty: allowed. A check before the guarded update, which decides under concurrency. */
export function canClaim(policy: PoolPolicy, lead: ClaimLead, claimer: Claimer, moment: { now: Date; timeZone: string }): Reason[] {
  const { limits } = policy;
  const { now, timeZone } = moment;
  const refusals: Reason[] = [];
  if (lead.owner_id !== null || lead.pool_id === null) refusals.push(poolReason("not_in_pool"));
  if (lead.in_pool_since) {
    const until = daysLater(lead.in_pool_since, policy.freeze_days, timeZone);
    if (now < until) refusals.push(poolReason("frozen", { until: until.toISOString() }));
  }
  if (lead.previous_owner_id === claimer.id && lead.previous_until) {
    const until = daysLater(lead.previous_until, policy.cooldown_days, timeZone);
    if (now < until) refusals.push(poolReason("cooling_down", { until: until.toISOString() }));
  }
  const used = claimer.claimed_today - (limits.released_counts ? 0 : claimer.released_today);
  if (limits.claims_per_day !== null && used >= limits.claims_per_day) refusals.push(poolReason("over_claims_per_day", { used, limit: limits.claims_per_day }));
  const held = claimer.holding + (limits.count_converted ? claimer.holding_converted : 0);
  const limit = Math.min(...claimer.caps, limits.holding ?? Infinity);
  if (held >= limit) refusals.push(poolReason("over_holding", { held, limit }));
  if (claimer.last_claim_at) {
    const until = new Date(claimer.last_claim_at.getTime() + limits.min_gap_seconds * 1000);
    if (now < until) refusals.push(poolReason("too_soon", { seconds: limits.min_gap_seconds, until: until.toISOString() }));
  }
  return refusals;
}

/** Claims of one person in one request, in order: each that is allowed uses up quota before the next is looked at. */
export function canClaimAll(policy: PoolPolicy, leads: readonly ClaimLead[], claimer: Claimer, moment: { now: Date; timeZone: string }): Reason[][] {
  let person = claimer;
  return leads.map((lead) => {
    const refusals = canClaim(policy, lead, person, moment);
    if (refusals.length === 0) person = { ...person, claimed_today: person.claimed_today + 1, holding: person.holding + 1, last_claim_at: moment.now };
    return refusals;
  });
}
