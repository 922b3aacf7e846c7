import { z } from "zod";
import { organisationOf } from "../../../core/access/organisation.ts";
import type { House } from "../../../core/ctx.ts";
import { ACTIVITY_KINDS } from "../../work.object.ts";

export const PRINCIPLES = ["first_entered", "first_valid_touch", "protection", "territory", "customer_wish"] as const;
export type Principle = (typeof PRINCIPLES)[number];

/** How collisions are settled. */
export const CollisionSettingShape = z.strictObject({
  /** In order: the first that tells the two apart proposes the verdict. */
  principles: z.array(z.enum(PRINCIPLES)).min(1).max(PRINCIPLES.length),
  /** Activities that count as a valid touch of the customer. */
  touch_kinds: z.array(z.enum(ACTIVITY_KINDS)).min(1),
  /** Hours of business time in which a manager decides before it goes to the next one. */
  decide_hours: z.int().min(1).max(720),
  /** Days in which the loser may appeal, once; 0: no appeal. */
  appeal_days: z.int().min(0).max(90),
  /** Whether a customer that somebody else holds opens a collision by itself when it is entered or converted. */
  automatic: z.boolean(),
});
export type CollisionSetting = z.output<typeof CollisionSettingShape>;

/** What ships: who entered the customer first, else who first spoke to them; decided within two working days. */
export const DEFAULT_COLLISION_SETTING: CollisionSetting = {
  principles: ["first_entered", "first_valid_touch"], touch_kinds: ["call", "visit", "email", "wechat", "meeting"], decide_hours: 16, appeal_days: 3, automatic: true,
};

/** Name under which the organisation keeps it. */
export const COLLISION_SETTING = "collision";

/** The organisation's setting; what ships where there is none, or none that can be read. */
export async function collisionSettingOf(house: House): Promise<CollisionSetting> {
  const stored = CollisionSettingShape.safeParse((await organisationOf(house)).settings[COLLISION_SETTING]);
  return stored.success ? stored.data : DEFAULT_COLLISION_SETTING;
}
