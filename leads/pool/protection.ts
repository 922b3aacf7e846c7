import { addDays } from "../../core/language/zone.ts";
import type { Reason } from "../../core/policies/reason.ts";
import type { PoolPolicy } from "./policy.ts";
import { poolReason } from "./words.ts";

/** Protection of one ownership. Dates are local days "2026-03-25"; the lead is protected through `ends`. */
export interface Protection {
  since: string;
  ends: string;
  reasons: Reason[];
}

/** The protection that becoming owner on a day starts. */
export function protect(policy: Pick<PoolPolicy, "protection">, since: string): Protection {
  const { days } = policy.protection;
  const ends = addDays(since, days);
  return { since, ends, reasons: [poolReason("protected_on_owning", { days, since, ends })] };
}

/** The protection after a follow-up on a day: at least `activity_days` from then, at most `max_days` from its start, never shorter than before. */
export function extend(policy: Pick<PoolPolicy, "protection">, protection: Protection, on: string): Protection {
  const { activity_days, max_days } = policy.protection;
  const wanted = addDays(on, activity_days);
  const last = max_days === null ? null : addDays(protection.since, max_days);
  const reached = last !== null && wanted > last ? last : wanted;
  const ends = reached > protection.ends ? reached : protection.ends;
  const reason =
    ends === last && wanted > last ? poolReason("protection_at_maximum", { on, ends, days: max_days })
    : ends > protection.ends ? poolReason("protection_extended", { on, ends })
    : poolReason("protection_unchanged", { on, ends });
  return { since: protection.since, ends, reasons: [...protection.reasons, reason] };
}
