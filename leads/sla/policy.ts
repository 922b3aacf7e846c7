import { z } from "zod";
import { FilterShape, RuleId, TextShape, refuseTwins } from "../../core/policies/shapes.ts";
import { inWords } from "../../core/schema_problems.ts";

const Minutes = z.int().min(1).max(525_600);
const Ids = z.array(z.uuid()).max(50);

export const CLOCK_STEPS = ["first_response", "accept", "next_activity", "stage_exit"] as const;
export type ClockKind = (typeof CLOCK_STEPS)[number];

const StepShape = z
  .strictObject({
    id: RuleId,
    /** `percent` of the target from the start, or minutes after the due time, in the clock's own time. */
    at: z.union([z.strictObject({ percent: z.int().min(1).max(1000) }), z.strictObject({ minutes_after: z.int().min(0).max(525_600) })]),
    do: z.enum(["notify_owner", "notify_manager", "notify_group", "raise_priority", "reassign", "return_to_pool"]),
    /** Whom `notify_group` tells: people, everybody directly in the teams, and everybody with one of the roles; and how the group is called. */
    to: z.strictObject({ people: Ids, teams: Ids, roles: z.array(z.string().min(1).max(64)).max(20).optional(), name: z.string().trim().max(40).optional() }).optional(),
  })
  .refine((step) => step.do !== "notify_group" || (step.to && step.to.people.length + step.to.teams.length + (step.to.roles?.length ?? 0) > 0), { path: ["to"], ...inWords("请选择要通知的人、团队或角色", "a group needs people, teams or roles") });

const PauseShape = z
  .strictObject({
    /** While a lead meets one of these its clock stands still; the name is the reason shown. */
    while: z.array(z.strictObject({ id: RuleId, name: TextShape, when: FilterShape })).max(20),
    /** Whether people may stop the clock themselves, with a reason. */
    by_hand: z.boolean(),
    /** Longest time on the wall for which one clock may stand still in all; null: as long as it takes. */
    max_minutes: Minutes.nullable(),
  })
  .superRefine((pause, ctx) => refuseTwins(pause.while.map((each) => each.id), ["while"], ctx));

const ClockShape = z
  .strictObject({
    id: RuleId,
    name: TextShape,
    /**
     * first_response: from getting an owner to the first outbound activity · accept: from getting an owner, or from becoming
     * qualified, to being accepted · next_activity: from each follow-up to the next · stage_exit: from entering a stage with an owner to leaving it.
     */
    step: z.enum(CLOCK_STEPS),
    /** The stage of a stage_exit clock. */
    stage: z.string().min(1).max(64).optional(),
    when: FilterShape,
    /** Minutes allowed, by the letter of the grade; `other` serves the rest and leads without a grade. */
    target_minutes: z.strictObject({ A: Minutes.optional(), B: Minutes.optional(), C: Minutes.optional(), D: Minutes.optional(), other: Minutes }),
    time: z.enum(["business", "wall"]),
    /** What happens on the way and after. */
    steps: z.array(StepShape).max(50),
    on_transfer: z.enum(["restart", "continue"]),
    /** What the owner's leave does: stop the clock (business time only; the default), nothing, or hand the lead on when it begins. */
    on_leave: z.enum(["stop", "run", "hand_on"]).optional(),
    pause: PauseShape.optional(),
  })
  .superRefine((clock, ctx) => {
    refuseTwins(clock.steps.map((step) => step.id), ["steps"], ctx);
    if (clock.step === "stage_exit" && clock.stage === undefined) ctx.addIssue({ code: "custom", path: ["stage"], ...inWords("离开阶段的时限要选择阶段", "a clock for leaving a stage names the stage") });
    if (clock.stage !== undefined && ["converted", "disqualified"].includes(clock.stage)) ctx.addIssue({ code: "custom", path: ["stage"], ...inWords("已关闭的线索没有时限", "a closed lead has no clock") });
  });

/** Body of an SLA policy: per step the first clock whose filter passes applies. */
export const SlaPolicyShape = z
  .strictObject({ clocks: z.array(ClockShape).max(100) })
  .superRefine((policy, ctx) => refuseTwins(policy.clocks.map((clock) => clock.id), ["clocks"], ctx));

export type SlaPolicy = z.output<typeof SlaPolicyShape>;
export type ClockRule = SlaPolicy["clocks"][number];
export type PolicyStep = ClockRule["steps"][number];
export type ClockAction = PolicyStep["do"];
type PauseRule = NonNullable<ClockRule["pause"]>;

const AS_LONG_AS_IT_TAKES: PauseRule = { while: [], by_hand: true, max_minutes: null };

/** How a clock may be paused; one that says nothing is paused by hand, as long as it takes. */
export const pausing = (rule: ClockRule): PauseRule => rule.pause ?? AS_LONG_AS_IT_TAKES;

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
