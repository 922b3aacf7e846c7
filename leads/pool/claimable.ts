import type { Reason } from "../../core/policies/reason.ts";
import type { Cap, TeamRoom } from "./caps.ts";
import { daysLater } from "./days.ts";
import type { PoolPolicy } from "./policy.ts";
import type { PoolRules } from "./rules_of.ts";
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

/** What of a pool's rules decides about claims. */
export type ClaimRules = Pick<PoolPolicy, "limits" | "cooldown_days" | "freeze_days"> & Partial<Pick<PoolRules, "own">>;

/** What a claimer has of the pool claimed from alone. */
export interface InPool {
  claimed_today: number;
  holding: number;
  last_claim_at: Date | null;
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
  /** The smallest cap on what they may hold; null: none. */
  cap: Cap | null;
  /** Teams of theirs that may hold only so many together. */
  rooms?: readonly Pick<TeamRoom, "team" | "limit" | "held">[];
  last_claim_at: Date | null;
  /** The same within the pool claimed from, where it has limits of its own. */
  in_pool?: InPool | undefined;
}

const OVER = { everybody: "over_holding", person: "over_own_holding", team: "over_team_holding" } as const;

/** Everything that forbids this claim; empty: allowed. A check before the guarded update, which decides under concurrency. */
export function canClaim(rules: ClaimRules, lead: ClaimLead, claimer: Claimer, moment: { now: Date; timeZone: string }): Reason[] {
  const { limits, own } = rules;
  const { now, timeZone } = moment;
  const inPool = own ? (claimer.in_pool ?? { claimed_today: 0, holding: 0, last_claim_at: null }) : null;
  const refusals: Reason[] = [];
  if (lead.owner_id !== null || lead.pool_id === null) refusals.push(poolReason("not_in_pool"));
  if (lead.in_pool_since) {
    const until = daysLater(lead.in_pool_since, rules.freeze_days, timeZone);
    if (now < until) refusals.push(poolReason("frozen", { until: until.toISOString() }));
  }
  if (lead.previous_owner_id === claimer.id && lead.previous_until) {
    const until = daysLater(lead.previous_until, rules.cooldown_days, timeZone);
    if (now < until) refusals.push(poolReason("cooling_down", { until: until.toISOString() }));
  }
  const used = claimer.claimed_today - (limits.released_counts ? 0 : claimer.released_today);
  if (limits.claims_per_day !== null && used >= limits.claims_per_day) refusals.push(poolReason("over_claims_per_day", { used, limit: limits.claims_per_day }));
  if (own && inPool && own.claims_per_day !== null && inPool.claimed_today >= own.claims_per_day) refusals.push(poolReason("over_pool_claims_per_day", { used: inPool.claimed_today, limit: own.claims_per_day }));
  const held = claimer.holding + (limits.count_converted ? claimer.holding_converted : 0);
  const { cap } = claimer;
  if (cap && held >= cap.limit) refusals.push(poolReason(OVER[cap.of], { held, limit: cap.limit, ...(cap.team ? { team: cap.team } : {}) }));
  for (const room of claimer.rooms ?? []) if (room.held >= room.limit) refusals.push(poolReason("over_team_together", { team: room.team, held: room.held, limit: room.limit }));
  if (own && inPool && own.holding !== null && inPool.holding >= own.holding) refusals.push(poolReason("over_pool_holding", { held: inPool.holding, limit: own.holding }));
  const gaps = [{ last: claimer.last_claim_at, seconds: limits.min_gap_seconds }, { last: inPool?.last_claim_at ?? null, seconds: own?.min_gap_seconds ?? 0 }];
  const next = gaps.flatMap(({ last, seconds }) => (last ? [{ seconds, until: new Date(last.getTime() + seconds * 1_000) }] : [])).sort((a, b) => b.until.getTime() - a.until.getTime())[0];
  if (next && now < next.until) refusals.push(poolReason("too_soon", { seconds: next.seconds, until: next.until.toISOString() }));
  return refusals;
}

/** Claims of one person in one request, in order: each that is allowed uses up quota before the next is looked at. */
export function canClaimAll(rules: ClaimRules, leads: readonly ClaimLead[], claimer: Claimer, moment: { now: Date; timeZone: string }): Reason[][] {
  let person = claimer;
  return leads.map((lead) => {
    const refusals = canClaim(rules, lead, person, moment);
    if (refusals.length === 0) person = { ...person, claimed_today: person.claimed_today + 1, holding: person.holding + 1, rooms: (person.rooms ?? []).map((room) => ({ ...room, held: room.held + 1 })), last_claim_at: moment.now };
    return refusals;
  });
}
