import { z } from "zod";
import { FilterShape, RuleId, TextShape, refuseTwins } from "../../core/policies/shapes.ts";

const Minutes = z.int().min(1).max(525_600);

const ClockShape = z
  .strictObject({
    id: RuleId,
    name: TextShape,
    step: z.enum(["first_response", "next_activity"]),
    when: FilterShape,
    /** Minutes allowed, by the letter of the grade; `other` serves the rest and leads without a grade. */
    target_minutes: z.strictObject({ A: Minutes.optional(), B: Minutes.optional(), C: Minutes.optional(), D: Minutes.optional(), other: Minutes }),
    time: z.enum(["business", "wall"]),
    /** What happens on the way and after; `percent` of the target from the start, or minutes after the due time, in the clock's own time. */
    steps: z.array(
      z.strictObject({
        id: RuleId,
        at: z.union([z.strictObject({ percent: z.int().min(1).max(1000) }), z.strictObject({ minutes_after: z.int().min(0).max(525_600) })]),
        do: z.enum(["notify_owner", "notify_manager", "return_to_pool", "raise_priority"]),
      }),
    ),
    on_transfer: z.enum(["restart", "continue"]),
  })
  .superRefine((clock, ctx) => refuseTwins(clock.steps.map((step) => step.id), ["steps"], ctx));

/** Body of an SLA policy: per step the first clock whose filter passes applies. */
export const SlaPolicyShape = z
  .strictObject({ clocks: z.array(ClockShape).max(100) })
  .superRefine((policy, ctx) => refuseTwins(policy.clocks.map((clock) => clock.id), ["clocks"], ctx));

export type SlaPolicy = z.output<typeof SlaPolicyShape>;
export type ClockRule = SlaPolicy["clocks"][number];
export type ClockAction = ClockRule["steps"][number]["do"];

/** What ships: grade A is answered within 1 hour, B within 4, others within 24 hours, all in business time. */
export const DEFAULT_SLA_POLICY: SlaPolicy = {
  clocks: [
    {
      id: "first_response", name: { zh: "首次响应", en: "First response" }, step: "first_response",
      when: { field: "stage", op: "not_in", value: ["converted", "disqualified"] },
      target_minutes: { A: 60, B: 240, other: 1440 }, time: "business",
      steps: [
        { id: "half", at: { percent: 50 }, do: "notify_owner" },
        { id: "due", at: { minutes_after: 0 }, do: "notify_manager" },
        { id: "hour_late", at: { minutes_after: 60 }, do: "raise_priority" },
      ],
      on_transfer: "restart",
    },
  ],
};
