import type { Write } from "../../core/objects/standard.ts";
import type { ClockKind } from "./policy.ts";
import type { StoredClock } from "./stored.ts";

/** Stages in which a lead has no clock. */
export const CLOSED: ReadonlySet<string> = new Set(["converted", "disqualified"]);

export const changed = (write: Write, key: string): boolean => (write.before?.[key] ?? null) !== (write.after[key] ?? null);

/** The steps that may begin with this write: by its ownership, its stage or a follow-up. Pure. */
export function beginning(write: Write): ClockKind[] {
  const { before, after } = write;
  if (!after.owner_id || CLOSED.has(String(after.stage))) return [];
  const steps: ClockKind[] = [];
  const owned = changed(write, "owner_id");
  const staged = changed(write, "stage");
  const reopened = before !== null && CLOSED.has(String(before.stage));
  if (owned || (reopened && !after.first_response_at)) steps.push("first_response");
  if (after.stage !== "accepted" && !after.accepted_at && (owned || reopened || (staged && after.stage === "qualified"))) steps.push("accept");
  if (owned || (after.last_activity_at && (reopened || changed(write, "last_activity_at")))) steps.push("next_activity");
  if (owned || staged) steps.push("stage_exit");
  return steps;
}

/** The clocks that are over with this write, and whether by what they measure; the others go on. Pure. */
export function ending(write: Write, running: readonly StoredClock[], now: Date): { id: string; at: string; measured: boolean }[] {
  const { after } = write;
  const at = now.toISOString();
  const moved = changed(write, "owner_id");
  const staged = changed(write, "stage");
  const converted = after.stage === "converted";
  return running.flatMap((clock) => {
    const end = (measured: boolean, when = at) => [{ id: clock.id, at: when, measured }];
    if (clock.step === "accept" && (converted || after.stage === "accepted" || (after.accepted_at && changed(write, "accepted_at")))) return end(true);
    if (clock.step === "stage_exit" && staged) return end(true);
    if (clock.step === "next_activity" && changed(write, "last_activity_at") && after.last_activity_at) return end(true, later(clock.started_at, after.last_activity_at as string));
    return moved || !after.owner_id || CLOSED.has(String(after.stage)) ? end(false) : [];
  });
}

const later = (a: string, b: string): string => (a > b ? a : b);
