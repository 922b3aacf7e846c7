import type { Filter } from "../../core/language/types.ts";
import type { Text } from "../../core/refusal.ts";

export const POLICY_KINDS = ["match", "score", "route", "pool", "sla"] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

interface Named {
  id: string;
  name: Text;
}

export interface ScoreRule extends Named {
  when: Filter;
  points: number;
}
export const SITE_KINDS = ["page", "download", "form_start", "form_submit", "identify"] as const;
export const BEHAVIOUR_FIELDS = ["url", "title", "referrer", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "outcome"] as const;
export interface BehaviourTest {
  field: (typeof BEHAVIOUR_FIELDS)[number];
  op: "contains" | "starts_with" | "is";
  value: string;
}
export interface BehaviourRule extends Named {
  what: { event: (typeof SITE_KINDS)[number] } | { activity: string; direction?: "in" | "out" };
  where?: BehaviourTest[];
  count: number;
  days: number;
  points: number;
  half_life_days?: number;
  cap?: number;
}
export interface ScoreGroup extends Named {
  kind: "profile" | "source" | "behaviour" | "negative" | "own";
  measures: "fit" | "interest" | "neither";
  max: number;
  min: number;
  rules: ScoreRule[];
  behaviours?: BehaviourRule[];
}
export interface ScoreBody {
  groups: ScoreGroup[];
  heat: { high: number; mid: number };
  grade: { fit: Record<"A" | "B" | "C", number>; interest: Record<"1" | "2" | "3", number> };
}

export const SIMILAR = ["source", "industry", "province", "product_line", "grade"] as const;
export type LeastEffort = { kind: "least_effort"; grade: Partial<Record<"A" | "B" | "C" | "D", number>>; stage: Record<string, number> };
export type BestMatch = { kind: "best_match"; similar: Partial<Record<(typeof SIMILAR)[number], number>>; prior: number; explore: number };
export type PlainStrategy = { kind: "round_robin" } | { kind: "weighted"; weights: Record<string, number> } | { kind: "least_open" } | LeastEffort | BestMatch;
export type Strategy = PlainStrategy | { kind: "sticky"; otherwise: PlainStrategy };
export type Target = { kind: "people"; ids: string[] } | { kind: "team"; id: string; below?: boolean } | { kind: "pool"; id: string } | { kind: "account_owner" };
export interface RouteRule extends Named {
  when: Filter;
  target: Target;
  strategy: Strategy;
  territory?: boolean;
  skills?: string[];
  skills_of?: ("product_line" | "industry" | "source")[];
  in_shift?: boolean;
  except?: string[];
  accept_within?: { minutes: number; time: "business" | "wall"; most_missed?: number };
}
export interface RouteBody {
  rules: RouteRule[];
  fallback: { kind: "pool" | "person"; id: string };
}

export type RecycleCondition = { no_activity_days: number } | { no_stage_change_days: number } | { not_converted_days: number } | { protection_ended: true };
export type RecycleDue = { any: RecyclePart[] } | { all: RecyclePart[] };
export type RecyclePart = RecycleCondition | RecycleDue;
export interface RecycleRule extends Named {
  when: Filter;
  due: RecycleDue;
  despite_protection: boolean;
  to_pool: string | null;
  off?: boolean;
}
export interface PoolBody {
  protection: { days: number; activity_days: number; max_days: number | null };
  limits: { claims_per_day: number | null; holding: number | null; teams?: TeamCap[]; count_converted: boolean; min_gap_seconds: number; released_counts: boolean };
  cooldown_days: number;
  freeze_days: number;
  recycle: RecycleRule[];
  warn_days_before: number[];
  activity_kinds: string[];
  extension?: { times: number; days: number };
  pools?: OwnPool[];
}
/** What each person of a team, and all of them together, may hold. */
export interface TeamCap {
  id: string;
  each: number | null;
  together: number | null;
}

/** What one pool has of its own; the rest is as in all pools. */
export interface OwnPool extends Partial<Omit<PoolBody, "limits" | "pools">> {
  id: string;
  name?: Text;
  limits?: { claims_per_day?: number | null; holding?: number | null; min_gap_seconds?: number };
}

export const CLOCK_ACTIONS = ["notify_owner", "notify_manager", "notify_group", "raise_priority", "reassign", "return_to_pool"] as const;
export interface ClockStep {
  id: string;
  at: { percent: number } | { minutes_after: number };
  do: (typeof CLOCK_ACTIONS)[number];
  to?: { people: string[]; teams: string[]; roles?: string[]; name?: string };
}
export const GRADES = ["A", "B", "C", "D", "other"] as const;
export const CLOCK_STEPS = ["first_response", "accept", "next_activity", "stage_exit"] as const;
export interface ClockPause {
  while: (Named & { when: Filter })[];
  by_hand: boolean;
  max_minutes: number | null;
}
export interface Clock extends Named {
  step: (typeof CLOCK_STEPS)[number];
  stage?: string;
  when: Filter;
  target_minutes: { A?: number; B?: number; C?: number; D?: number; other: number };
  time: "business" | "wall";
  steps: ClockStep[];
  on_transfer: "restart" | "continue";
  on_leave?: "stop" | "run" | "hand_on";
  pause?: ClockPause;
}
export interface SlaBody {
  clocks: Clock[];
}

export const MATCH_KEYS = ["phone", "email", "wechat", "credit_code", "company_name", "company"] as const;
export const ENTRIES = ["form", "api", "webhook", "import", "mail", "hand"] as const;
export const MATCH_ACTIONS = ["merge", "attach", "duplicate", "quarantine", "create", "block"] as const;
export type MatchAction = (typeof MATCH_ACTIONS)[number];
export const MATCH_AGAINST = ["lead", "pool", "contact", "account"] as const;
/** A lead field, or "*" for every own field. */
export interface Comparison {
  field: string;
  how: "exact" | "fuzzy" | "pinyin_equal";
  threshold: number;
  weight: number;
  required: boolean;
}
export interface MatchRule extends Named {
  keys: (typeof MATCH_KEYS)[number][];
  compare?: Comparison[];
  certainty?: number;
  one_of?: string[];
  same_product_line?: boolean;
  where?: "arrivals" | "desk" | "both";
  against: (typeof MATCH_AGAINST)[number][];
  window_days: number | null;
  action: Partial<Record<(typeof ENTRIES)[number], MatchAction>> & { other: MatchAction };
}
export interface MatchBody {
  rules: MatchRule[];
}

/** The identifier of a new rule, unique within its policy. */
export const newId = (): string => `r_${crypto.randomUUID().slice(0, 8)}`;

export interface FormProps<B> {
  body: B;
  onChange: (body: B) => void;
}

/** Where pool rules say nothing of extensions. */
export const DEFAULT_EXTENSION = { times: 2, days: 3 };
