import { refusal } from "../../../core/refusal.ts";

export const InCollision = refusal("in_collision", 409, { zh: "这个客户正在撞单裁决中，裁决前不能领取、转移或退回", en: "This customer is under a collision; it cannot be claimed, transferred or released before the verdict" });
export const NobodyHolds = refusal("customer_not_held", 409, { zh: "这个客户目前没有人跟进，可以直接领取或录入", en: "Nobody holds this customer; claim or enter them" });
export const HeldByYou = refusal("customer_is_yours", 409, { zh: "这个客户就是您负责的", en: "You hold this customer yourself" });
export const CollisionDecided = refusal("collision_decided", 409, { zh: "这次撞单已有裁决或已撤回", en: "This collision has been decided or withdrawn already" });
export const NotDecider = refusal("not_collision_decider", 403, { zh: "只有双方的共同主管可以裁决", en: "Only the manager of both can decide this collision" });
export const NotParty = refusal("not_collision_party", 403, { zh: "只有撞单双方可以这样做", en: "Only the two of the collision can do this" });
export const AppealOver = refusal("appeal_not_possible", 409, { zh: "不能申诉：已过期限、已申诉过，或裁决对您有利", en: "No appeal: the time has passed, it was appealed before, or the verdict is yours" });
export const OnlyPeopleClaim = refusal("only_people_claim", 403, { zh: "只有人员可以主张客户", en: "Only a person can claim a customer" });
