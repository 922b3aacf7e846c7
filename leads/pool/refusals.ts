import { type Refusal, refusal } from "../../core/refusal.ts";
import type { Cap } from "./caps.ts";
import type { Reason } from "../../core/policies/reason.ts";

export const AlreadyOwned = refusal("already_owned", 409, { zh: "这条线索已有负责人", en: "Somebody already owns this lead" });
export const NotInPool = refusal("not_in_pool", 409, { zh: "这条线索不在公海中", en: "This lead is not in the pool" });
export const Frozen = refusal("lead_frozen", 409, { zh: "新入公海的线索在 {until} 前不可领取", en: "New in the pool; it cannot be claimed before {until}" });
export const CoolingDown = refusal("cooling_down", 409, { zh: "您曾是负责人，{until} 后才可再次领取", en: "You held this lead before; you can claim it again from {until}" });
export const ClaimLimit = refusal("claim_daily_limit", 409, { zh: "今日领取次数已达上限 {limit}", en: "You have reached today's limit of {limit} claims" });
export const GradeFull = refusal("holding_grade_limit", 409, { zh: "在手 {grade} 级线索已达上限 {limit}", en: "The limit of {limit} leads of grade {grade} held has been reached" });
const HoldingFull = refusal("holding_limit", 409, { zh: "在手线索已达上限 {limit}{whose_zh}", en: "The limit of {limit} leads held has been reached{whose_en}" });
export const TeamHoldingFull = refusal("holding_team_limit", 409, { zh: "{team}共同持有的线索已达上限 {limit}", en: "{team} together holds its limit of {limit} leads" });
export const PoolClaimLimit = refusal("claim_pool_daily_limit", 409, { zh: "今日从此公海领取的次数已达上限 {limit}", en: "You have reached today's limit of {limit} claims from this pool" });
export const PoolHoldingFull = refusal("holding_pool_limit", 409, { zh: "在手来自此公海的线索已达上限 {limit}", en: "The limit of {limit} leads of this pool held has been reached" });
export const TooSoon = refusal("claim_too_soon", 409, { zh: "两次领取间隔过短，{until} 后可领取", en: "Too soon after the last claim; the next is possible from {until}" });
export const Inactive = refusal("owner_inactive", 409, { zh: "负责人已停用", en: "This person has been switched off" });
export const NoSuchPool = refusal("pool_unknown", 400, { zh: "没有这个公海", en: "There is no such pool" });

const WHOSE = {
  everybody: () => ["", ""], person: () => ["（本人上限）", " (the person's own cap)"], team: (team: unknown) => [`（${String(team)}每人上限）`, ` (the cap for each in ${String(team)})`],
};
const full = (of: Cap["of"]) => (facts: Record<string, unknown>): Refusal => {
  const [whose_zh, whose_en] = WHOSE[of](facts.team);
  return HoldingFull({ ...facts, cap: of, whose_zh, whose_en });
};

const byReason: Record<string, (facts: Record<string, unknown>) => Refusal> = {
  not_in_pool: NotInPool, frozen: Frozen, cooling_down: CoolingDown, over_claims_per_day: ClaimLimit, over_holding: full("everybody"), over_own_holding: full("person"), over_team_holding: full("team"), over_team_together: TeamHoldingFull, over_pool_claims_per_day: PoolClaimLimit, over_pool_holding: PoolHoldingFull, too_soon: TooSoon,
};

/** That somebody holds as many leads as they may, by the cap that says so. */
export const holdingFull = (person: string, held: number, { of, limit, team }: Cap): Refusal => full(of)({ person, held, limit, ...(team ? { team } : {}) });

/** The refusal a person sees for what the pool policy says forbids a claim. */
export function claimRefusal(reason: Reason): Refusal {
  const make = byReason[reason.code];
  if (!make) throw new Error(`no refusal for ${reason.code}`);
  return make(reason.facts);
}
