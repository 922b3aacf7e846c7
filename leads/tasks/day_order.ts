import type { Reason } from "../../core/policies/reason.ts";

export const KINDS = ["sla", "task", "next_step", "new", "recycle"] as const;

/** One thing that waits for somebody. */
export interface Cause {
  kind: (typeof KINDS)[number];
  lead_id: string | null;
  task: { id: string; title: string | null } | null;
  due_at: string | null;
  why: Reason;
  /** Smaller first: see RANK. */
  rank: number;
  /** Within a rank: larger first, before the due time is looked at. */
  weight: number;
}

/** In order of urgency: a missed response, a running one, what was due, what is due today, what nobody has touched, what is about to go. */
export const RANK = { response_overdue: 0, response_running: 1, overdue: 2, today: 3, untouched: 4, going: 5 } as const;

export interface DayItem {
  kind: Cause["kind"];
  lead_id: string | null;
  task: Cause["task"];
  due_at: string | null;
  why: Reason[];
}

/** Orders what waits and gathers it by lead: the most urgent cause gives the place, the others are further reasons. */
export function orderDay(causes: readonly Cause[], most: number): DayItem[] {
  const sorted = [...causes].sort((a, b) => a.rank - b.rank || b.weight - a.weight || compare(a.due_at, b.due_at));
  const items = new Map<string, DayItem>();
  for (const cause of sorted) {
    const key = cause.lead_id ?? cause.task?.id ?? "";
    const item = items.get(key);
    if (!item) items.set(key, { kind: cause.kind, lead_id: cause.lead_id, task: cause.task, due_at: cause.due_at, why: [cause.why] });
    else {
      item.why.push(cause.why);
      item.task ??= cause.task;
    }
  }
  return [...items.values()].slice(0, most);
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  return b !== null && a > b ? 1 : -1;
}
