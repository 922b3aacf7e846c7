import type { Row } from "../../core/language/types.ts";
import type { Verdict } from "../../core/policies/decision.ts";
import type { Reason } from "../../core/policies/reason.ts";
import type { MatchDecision } from "../cleanse/match.ts";
import type { ScreenSignals } from "../cleanse/screen.ts";
import type { Score } from "../score/decide.ts";
import type { Mapped } from "./map.ts";

/** One raw delivery by a channel, before anything is decided. */
export interface Arrival {
  payload: Record<string, unknown>;
  headers?: Record<string, unknown>;
  idempotencyKey?: string | undefined;
  signals?: ScreenSignals;
  importId?: string;
  rowNumber?: number;
  /** What the payload says, where its door has already read it; else the channel's mapping reads it. */
  mapped?: Mapped;
  /** Set when a stored arrival is replayed. */
  replayOf?: { id: string };
}

export type Outcome = "created" | "merged" | "attached" | "duplicate" | "quarantined" | "failed";

export interface Answer {
  arrival_id: string;
  outcome: Outcome;
  lead_id: string | null;
  owner_id: string | null;
  pool_id: string | null;
  score: number | null;
  grade: string | null;
  reasons: Reason[];
}

/** An arrival read and screened, on its way through the pipeline. */
export interface Item {
  id: string;
  arrival: Arrival;
  row: Row;
  reasons: Reason[];
  quarantine: boolean;
  decision: MatchDecision | null;
  verdicts: Verdict[];
  outcome: Outcome;
  object: string | null;
  record_id: string | null;
  lead: Row | null;
  /** Campaign and score of the lead it would become, made out ahead of its turn. */
  prospect: { campaign_id: string | null; score: Score; version: number } | null;
}
