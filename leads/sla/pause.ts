import { slaReason } from "./words.ts";
import { type Hours, ownSeconds, timesOf } from "./clock.ts";
import { type ClockRule, pausing } from "./policy.ts";
import { type Pause, type StoredClock, type StoredStep, nextFire, pastPauses } from "./stored.ts";

const MINUTE = 60_000;

/** Milliseconds on the wall for which a clock may still be paused; null: any. */
export function pauseLeft(rule: ClockRule, clock: Pick<StoredClock, "pauses">): number | null {
  const { max_minutes } = pausing(rule);
  if (max_minutes === null) return null;
  const used = clock.pauses.reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)), 0);
  return Math.max(0, max_minutes * MINUTE - used);
}

/** A running clock standing still from `now`; null when the time for pauses is used up. What was left of it is kept. */
export function pauseClock(rule: ClockRule, clock: StoredClock, why: Omit<Pause, "remaining_seconds">, until: Date | null, hours: Hours, now: Date): StoredClock | null {
  const left = pauseLeft(rule, clock);
  if (left === 0) return null;
  const most = left === null ? null : new Date(now.getTime() + left);
  const ends = until && most ? (until < most ? until : most) : (until ?? most);
  const remaining_seconds = Math.round(ownSeconds(rule, now, new Date(clock.due_at), hours, pastPauses(clock)));
  return {
    ...clock, state: "paused", paused_at: now.toISOString(), pause: { ...why, remaining_seconds }, fire_at: ends?.toISOString() ?? null,
    reasons: [...clock.reasons, slaReason("clock_paused", { at: now.toISOString(), reason: why.reason, by: why.person ?? null })],
  };
}

/** A paused clock running again from `now` with the time it had left. */
export function resumeClock(rule: ClockRule, clock: StoredClock, hours: Hours, now: Date, code: "clock_resumed" | "pause_used_up" = "clock_resumed"): StoredClock {
  const { remaining_seconds: _, ...why } = clock.pause as Pause;
  const pauses = [...clock.pauses, { ...why, from: clock.paused_at as string, to: now.toISOString() }];
  const running = recomputed(rule, { ...clock, state: "running", paused_at: null, pause: null, pauses }, hours);
  return { ...running, fire_at: nextFire(running, now), reasons: [...clock.reasons, slaReason(code, { at: now.toISOString(), due_at: running.due_at })] };
}

/** Due time and steps computed again from the start of the clock; steps that have fired stay fired, none fires twice. */
export function recomputed(rule: ClockRule, clock: StoredClock, hours: Hours): StoredClock {
  const { due_at, steps } = timesOf(rule, new Date(clock.started_at), clock.grade, hours, pastPauses(clock));
  const done = clock.steps.slice(0, clock.fired);
  const fired = new Set(done.map((step) => step.id));
  const rest = steps.filter((step) => !fired.has(step.id)).map((step): StoredStep => ({ ...step, at: step.at.toISOString() }));
  return { ...clock, due_at: due_at.toISOString(), steps: [...done, ...rest] };
}
