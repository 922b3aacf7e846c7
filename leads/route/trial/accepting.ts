import type { LeadFacts, Stay } from "../../sla/replay/facts.ts";
import { UNACCEPTED } from "../accept.ts";

/** Leads given with a time to accept: how many, how many were let pass in fact, of how many nobody can know. */
export interface Accepting {
  offered: number;
  missed: number;
  unknown: number;
}

/**
 * Whether a person would have taken a lead on in time, as far as what really happened tells: only of leads they did hold, by how long they
 * took then. `until` gives the end of the time to accept for a moment at which the lead was given. Pure.
 */
export function wouldAccept(facts: LeadFacts | undefined, owner: string, until: (from: Date) => Date, now: Date): "accepted" | "missed" | "unknown" {
  const stay = facts?.stays.find((one) => one.owner_id === owner);
  if (!facts || !stay) return "unknown";
  const due = until(stay.from);
  const accepted = acceptedIn(facts, stay);
  if (accepted && accepted <= due) return "accepted";
  // It was taken away, or still is within its time, before anybody can tell.
  if (!accepted && (stay.to ?? now) < due) return "unknown";
  return "missed";
}

/** When a lead was accepted in a stay: answered, or taken on by stage. */
function acceptedIn({ stages }: LeadFacts, { from, to, responded }: Stay): Date | null {
  const taken = stages.find(({ stage, at }) => !UNACCEPTED.has(stage) && at >= from && (to === null || at <= to))?.at ?? null;
  return responded && taken ? (responded < taken ? responded : taken) : (responded ?? taken);
}
