import type { Reason } from "../../../core/policies/reason.ts";
import type { CollisionSetting, Principle } from "./setting.ts";
import { collisionReason } from "./words.ts";

export type Side = "holder" | "claimant";

/** What speaks for one of the two, as recorded when the collision opened. */
export interface Claim {
  first_entered_at: string | null;
  first_touch_at: string | null;
  protected_until: string | null;
  opportunities: number;
  opportunity_amount: number;
  /** The territory of the person in which the customer lies. */
  territory: string | null;
}

export interface Dispute {
  holder: Claim;
  claimant: Claim;
  /** Whom the customer wants, by the evidence given; null when nobody says, or both say differently. */
  wish: Side | null;
}

export interface Proposal {
  verdict: Side | null;
  principle: Principle | null;
  reasons: Reason[];
}

const OTHER: Record<Side, Side> = { holder: "claimant", claimant: "holder" };

/** Proposes a verdict: the first principle that tells the two apart. Pure; reasons name every principle that was asked, and `winner` is a side. */
export function proposeVerdict(setting: CollisionSetting, dispute: Dispute, now: Date): Proposal {
  const reasons: Reason[] = [];
  for (const principle of setting.principles) {
    const [verdict, reason] = BY[principle](dispute, now);
    reasons.push(reason);
    if (verdict) return { verdict, principle, reasons };
  }
  return { verdict: null, principle: null, reasons: [...reasons, collisionReason("undecided")] };
}

const BY: Record<Principle, (dispute: Dispute, now: Date) => [Side | null, Reason]> = {
  first_entered: ({ holder, claimant }) => earlier(holder.first_entered_at, claimant.first_entered_at, "entered_first", "entered_first", "entered_alike"),
  first_valid_touch: ({ holder, claimant }) => earlier(holder.first_touch_at, claimant.first_touch_at, "touched_first", "only_touch", "touched_alike"),
  protection: ({ holder }, now) =>
    holder.protected_until && new Date(holder.protected_until) > now ? ["holder", collisionReason("protected", { winner: "holder", until: holder.protected_until })] : [null, collisionReason("not_protected")],
  territory({ holder, claimant }) {
    const side: Side | null = Boolean(holder.territory) === Boolean(claimant.territory) ? null : holder.territory ? "holder" : "claimant";
    return [side, side ? collisionReason("territory_of", { winner: side, territory: holder.territory ?? claimant.territory }) : collisionReason("territory_alike")];
  },
  customer_wish: ({ wish }) => [wish, wish ? collisionReason("wished", { winner: wish }) : collisionReason("no_wish")],
};

type Code = Parameters<typeof collisionReason>[0];

function earlier(holder: string | null, claimant: string | null, both: Code, only: Code, neither: Code): [Side | null, Reason] {
  const at: Record<Side, string | null> = { holder, claimant };
  if (holder === claimant) return [null, collisionReason(neither)];
  // Instants are ISO in UTC: the order of the texts is the order of time.
  const winner: Side = holder !== null && (claimant === null || holder < claimant) ? "holder" : "claimant";
  const second = at[OTHER[winner]];
  return [winner, collisionReason(second === null ? only : both, { winner, first: at[winner], second })];
}
