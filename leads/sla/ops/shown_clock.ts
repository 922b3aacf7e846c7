import { z } from "zod";
import type { Ctx } from "../../../core/ctx.ts";
import type { Text } from "../../../core/refusal.ts";
import { publishedPolicy } from "../../../core/policies/published.ts";
import { slaPolicy } from "../kind.ts";
import { CLOCK_STEPS, pausing } from "../policy.ts";
import type { StoredClock } from "../stored.ts";

const TextOut = z.object({ zh: z.string(), en: z.string() });

/** A clock that runs or stands still, as people see it. */
export const ClockOut = z.object({
  id: z.uuid(), lead_id: z.uuid(), owner_id: z.uuid().nullable(), step: z.enum(CLOCK_STEPS),
  name: TextOut,
  started_at: z.string(),
  /** While paused: the due time it had. */
  due_at: z.string(),
  state: z.enum(["running", "paused"]),
  late: z.boolean(),
  paused: z.object({
    at: z.string(), reason: TextOut, by: z.enum(["rule", "hand"]),
    /** When it goes on by itself; null: when somebody lets it. */
    until: z.string().nullable(),
    /** Left of its own time; negative: late when it was paused. */
    remaining_seconds: z.number(),
  }).nullable(),
  /** What happens on the way: done, late or still to come. */
  steps: z.array(z.object({ id: z.string(), at: z.string(), do: z.string(), fired: z.boolean() })),
  can_pause: z.boolean(),
});
export type ShownClock = z.input<typeof ClockOut>;

/** Clocks with the names of their rules, as of now. */
export async function shownClocks(ctx: Ctx, clocks: readonly StoredClock[]): Promise<ShownClock[]> {
  const { body } = await publishedPolicy(ctx.house, slaPolicy);
  const rules = new Map(body.clocks.map((rule) => [rule.id, rule]));
  const now = ctx.now.toISOString();
  return clocks.map((clock): ShownClock => {
    const rule = rules.get(clock.clock);
    const name: Text = rule?.name ?? { zh: clock.clock, en: clock.clock };
    const paused = clock.state === "paused" && clock.pause && clock.paused_at;
    return {
      id: clock.id, lead_id: clock.lead_id, owner_id: clock.owner_id, step: clock.step, name, started_at: clock.started_at, due_at: clock.due_at,
      state: paused ? "paused" : "running", late: paused ? (clock.pause?.remaining_seconds ?? 0) < 0 : clock.due_at < now,
      paused: paused && clock.pause ? { at: clock.paused_at as string, reason: clock.pause.reason, by: clock.pause.by, until: clock.fire_at, remaining_seconds: clock.pause.remaining_seconds } : null,
      steps: clock.steps.map((step, i) => ({ id: step.id, at: step.at, do: step.do, fired: i < clock.fired })),
      can_pause: clock.state === "running" && rule !== undefined && pausing(rule).by_hand,
    };
  });
}
