import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import type { FilterEnv, Row } from "../../core/language/types.ts";
import { compilePick, type Hours, ownSeconds } from "./clock.ts";
import { recomputed } from "./pause.ts";
import type { ClockRule, SlaPolicy } from "./policy.ts";
import { nextFire, pastPauses, type StoredClock } from "./stored.ts";
import { slaReason } from "./words.ts";

/** The bodies of the policy versions under which clocks began. */
export async function policyVersions(ctx: Ctx, versions: readonly number[]): Promise<Map<number, SlaPolicy>> {
  const wanted = [...new Set(versions)];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ version: number; body: SlaPolicy }>`select version, body from clew.policy where kind = 'sla' and version = any(${wanted}::int[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.version, row.body]));
}

/**
 * What becomes of a clock that began under an older policy, other hours or other leave; null when nothing does. Its rule stays its rule
 * while that has not changed whom it applies to; else the rule that applies to the lead as it now is decides, and without one the clock
 * is withdrawn. Pauses taken and steps fired stay. Pure.
 */
export function compileReview(published: { body: SlaPolicy; version: number }, versions: ReadonlyMap<number, SlaPolicy>, env: FilterEnv): (clock: StoredClock, row: Row, hours: Hours, now: Date) => StoredClock | null {
  const pick = compilePick(published.body, env);
  const rules = new Map(published.body.clocks.map((rule) => [rule.id, rule]));
  return (clock, row, hours, now) => {
    const own = rules.get(clock.clock);
    const began = versions.get(clock.policy_version)?.clocks.find((rule) => rule.id === clock.clock);
    const rule = own && (clock.policy_version === published.version || (began && sameReach(own, began))) ? own : pick(clock.step, row);
    if (!rule) return { ...clock, state: "cancelled", fire_at: null, paused_at: null, pause: null, policy_version: published.version, reasons: [...clock.reasons, slaReason("clock_withdrawn")] };
    const next = recomputed(rule, clock, hours);
    const same = next.due_at === clock.due_at && rule.id === clock.clock && canonical(next.steps) === canonical(clock.steps);
    if (same) return clock.policy_version === published.version ? null : { ...clock, policy_version: published.version };
    const pause = clock.pause && clock.paused_at ? { ...clock.pause, remaining_seconds: Math.round(ownSeconds(rule, new Date(clock.paused_at), new Date(next.due_at), hours, pastPauses(clock))) } : null;
    const moved = next.due_at === clock.due_at ? [] : [slaReason("clock_moved", { from: clock.due_at, to: next.due_at })];
    return {
      ...next, pause, clock: rule.id, policy_version: published.version, reasons: [...clock.reasons, ...moved],
      fire_at: clock.state === "paused" ? clock.fire_at : nextFire(next, now),
    };
  };
}

const sameReach = (a: ClockRule, b: ClockRule): boolean => a.step === b.step && a.stage === b.stage && canonical(a.when) === canonical(b.when);

/** JSON whose keys are in order: stored JSON comes back with its keys in another. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part);
}
