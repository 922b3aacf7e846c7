import type { Filter } from "../language/types.ts";
import type { Text } from "../refusal.ts";
import type { Reason } from "./reason.ts";

/** What a trial of a draft is run over, and how it says how far it is. */
export interface SimulationRun {
  /** Leads that came in the last so many days … */
  days: number;
  /** … or those of a filter instead. */
  filter: Filter | null;
  /** Says how far it is; throws when the trial was cancelled or its caller has gone: let it pass. */
  progress(done: number, total: number): void;
}

/** What one policy makes of one lead: the outcome as facts, and its receipt. */
export interface SimulatedSide {
  outcome: Record<string, unknown>;
  reasons: Reason[];
}

/** Before and after for a person, a team or a source; `before` and `after` count what `measure` names. */
export interface SimulatedTotal {
  id: string | null;
  name: string;
  leads: number;
  changed: number;
  before: number;
  after: number;
}

/** What every kind of policy answers to a trial; a kind adds figures of its own beside these. */
export interface Simulated {
  leads: number;
  /** More leads came in the range than were replayed. */
  limited: boolean;
  /** Leads left out, because their pool hides from whoever asks what the rules look at. */
  hidden: number;
  changed: number;
  measure: Text;
  totals: { person: SimulatedTotal[]; team: SimulatedTotal[]; source: SimulatedTotal[] };
  /** The newest leads that differ; of an arrival that made no lead `id` is its own, and `arrival` the record it went to. */
  differences: { id: string; name: string; arrival?: { object: string | null; record_id: string | null }; before: SimulatedSide; after: SimulatedSide }[];
}
