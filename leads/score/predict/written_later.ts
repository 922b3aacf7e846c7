import type { Arrived } from "./arrivals.ts";
import type { Refused } from "./learn/leakage.ts";
import type { LeadSource } from "./sources.ts";

interface Filled {
  now: number;
  late: number;
  afterOutcome: number;
  afterContact: number;
  converted: number;
  open: number;
}

/** Fewer filled records than this say nothing of when a field is filled. */
const FEWEST = 20;
const MOSTLY = 0.5;

const has = (value: unknown): boolean => value !== null && value !== undefined && value !== "";

/**
 * Sees from the history when each field is filled in: at arrival, after the first contact, after the outcome. Leads that came already closed
 * (brought in from elsewhere) have no such history; for those only the pattern of their values can tell (`learn/leakage.ts`).
 */
export class WrittenLater {
  readonly #fields = new Map<string, Filled>();
  #converted = 0;
  #open = 0;

  constructor(fields: Iterable<string>) {
    for (const field of fields) this.#fields.set(field, { now: 0, late: 0, afterOutcome: 0, afterContact: 0, converted: 0, open: 0 });
  }

  /** A lead that was won or lost. */
  closed(lead: Arrived): void {
    if (lead.stage === "converted") this.#converted++;
    for (const [field, filled] of this.#fields) {
      const before = has(lead.values[field]);
      if (before && lead.stage === "converted") filled.converted++;
      if (!lead.openAtArrival || !has(lead.now[field])) continue;
      filled.now++;
      const at = lead.changedAt[field];
      if (before || at === undefined) continue;
      filled.late++;
      if (lead.closedAt !== null && at >= lead.closedAt) filled.afterOutcome++;
      if (lead.contactAt !== null && at >= lead.contactAt) filled.afterContact++;
    }
  }

  /** A lead of which nobody knows yet: what is usually given at arrival. */
  waiting(lead: Arrived): void {
    this.#open++;
    for (const [field, filled] of this.#fields) if (has(lead.values[field])) filled.open++;
  }

  /** What may not be learned from, source by source, with what was counted. */
  refused(sources: readonly LeadSource[]): Refused[] {
    return sources.flatMap(({ key, field }): Refused[] => {
      const filled = field === null ? undefined : this.#fields.get(field);
      if (field === null || !filled) return [];
      const { now, late, afterOutcome, afterContact } = filled;
      if (now >= FEWEST && late / now >= MOSTLY) {
        if (afterOutcome / now >= MOSTLY) return [{ key, code: "after_outcome", hard: true, facts: { share: afterOutcome / now } }];
        if (afterContact / now >= MOSTLY) return [{ key, code: "after_contact", hard: false, facts: { share: afterContact / now } }];
        return [{ key, code: "after_arrival", hard: false, facts: { share: late / now } }];
      }
      if (this.#converted < FEWEST || this.#open < FEWEST) return [];
      const [converted, open] = [filled.converted / this.#converted, filled.open / this.#open];
      return converted - open >= MOSTLY ? [{ key, code: "fill_differs", hard: false, facts: { filled_converted: converted, filled_open: open } }] : [];
    });
  }
}
