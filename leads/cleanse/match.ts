import type { Reason } from "../../core/policies/reason.ts";
import { type BlockKey, MOST_PER_KEY } from "./blocking/keys.ts";
import type { FuzzyRule, Likeness, Prepared } from "./compare/fuzzy.ts";
import { type Entry, forArrivals, type MatchAction, type MatchKeyName, type MatchPolicy, type MatchRule } from "./policy.ts";
import { ACTION_WORDS, matchReason } from "./words.ts";

export type Keys = Partial<Record<MatchKeyName, string | null>>;

/** What rules that weigh fields look at; absent where no such rule asks. */
export interface Weighed {
  /** Where records meet that may be alike. */
  blocks: readonly BlockKey[];
  /** By rule. */
  prepared: ReadonlyMap<string, Prepared>;
}

export interface MatchArrival {
  keys: Keys;
  weighed?: Weighed;
  product_line?: string | null;
  entry: Entry;
  /** The channel's own wish, stronger than the rule's action. */
  on_match?: MatchAction | null;
  /** Stage and moment the lead would be created with; "new" and now when absent. */
  stage?: string;
  created_at?: Date | null;
  /** The moment it is decided; that of the batch when absent. */
  at?: Date;
}

/** A record that shares a key with the batch, loaded by the caller. */
export interface MatchCandidate {
  object: "lead" | "account" | "contact";
  id: string;
  keys: Keys;
  weighed?: Weighed;
  /** Loaded only for rules that ask. */
  product_line?: string | null;
  in_pool?: boolean;
  /** Stage of a lead; null for others. */
  stage: string | null;
  /** Account of a converted lead or of a contact. */
  account_id: string | null;
  created_at: Date;
}

/** A stored record, or the lead that an earlier arrival of the same batch becomes. */
export type MatchTarget = { object: MatchCandidate["object"]; id: string } | { batch_index: number };

export type MatchDecision = { rule_id: string | null; reasons: Reason[] } & (
  | { outcome: "create" }
  | { outcome: "merge"; into: MatchTarget }
  | { outcome: "attach"; to: MatchTarget }
  | { outcome: "duplicate"; of: MatchTarget }
  | { outcome: "quarantine"; of: MatchTarget }
);

export const EVIDENCE = {
  phone: "phone_equal", email: "email_equal", wechat: "wechat_equal", credit_code: "credit_code_equal",
  company_name: "company_equal_name_pinyin_equal", company: "company_equal",
} as const;
const DAY = 86_400_000;

/** Rules that weigh fields, compiled, by id. */
export type FuzzyRules = ReadonlyMap<string, FuzzyRule>;
const NONE: FuzzyRules = new Map();

/** A candidate, or an arrival that became a lead; keys grow as others merge into it. */
interface Known {
  object: MatchCandidate["object"];
  target: MatchTarget;
  keys: Keys;
  weighed: Weighed | undefined;
  product_line: string | null;
  in_pool: boolean;
  stage: string | null;
  account_id: string | null;
  created: number;
}

/**
 * Decides for every arrival of a batch, in order, whether it is new. Earlier arrivals of the batch count as leads for later ones, and a
 * merge gives its target the keys it lacked, so that a batch ends as its arrivals would one by one.
 * Several matches: strongest rule, then the likeliest, then open leads before others, then the order of `against`, then the oldest, then the smallest id.
 */
export function decideMatch(policy: MatchPolicy, arrivals: readonly MatchArrival[], candidates: readonly MatchCandidate[], now: Date, fuzzy: FuzzyRules = NONE): MatchDecision[] {
  const decide = matcher(policy, candidates, now, fuzzy);
  return arrivals.map((arrival) => decide(arrival));
}

/** The same, an arrival at a time. */
export function matcher(policy: MatchPolicy, candidates: readonly MatchCandidate[], now: Date, fuzzy: FuzzyRules = NONE): (arrival: MatchArrival) => MatchDecision {
  const index = new KeyIndex();
  for (const { object, id, created_at, ...one } of candidates) {
    index.add({ object, target: { object, id }, keys: { ...one.keys }, weighed: one.weighed, product_line: one.product_line ?? null, in_pool: one.in_pool ?? false, stage: one.stage, account_id: one.account_id, created: created_at.getTime() });
  }
  let batch_index = -1;
  return (arrival) => {
    batch_index++;
    const at = arrival.at ?? now;
    const found = findMatch(policy, arrival, index, at, fuzzy);
    const decision = found.match ? act(arrival, found.match) : { outcome: "create" as const, rule_id: null, reasons: [matchReason(found.disqualified ? "only_disqualified" : "no_match")] };
    if (decision.outcome === "create") {
      index.add({ object: "lead", target: { batch_index }, keys: { ...arrival.keys }, weighed: arrival.weighed, product_line: arrival.product_line ?? null, in_pool: false, stage: arrival.stage ?? "new", account_id: null, created: (arrival.created_at ?? at).getTime() });
    }
    if (decision.outcome === "merge" && found.match) index.learn(found.match.known, arrival.keys);
    return decision;
  };
}

interface Match {
  rule: MatchRule;
  known: Known;
  evidence: Reason[];
  others: number;
}

function findMatch(policy: MatchPolicy, arrival: MatchArrival, index: KeyIndex, now: Date, fuzzy: FuzzyRules): { match: Match | null; disqualified: boolean } {
  let disqualified = false;
  for (const rule of policy.rules) {
    if (!forArrivals(rule)) continue;
    const since = rule.window_days === null ? -Infinity : now.getTime() - rule.window_days * DAY;
    const hits = new Map<Known, Likeness | null>();
    const meet = (known: Known, likeness: Likeness | null): void => {
      if (known.stage === "disqualified") disqualified = true;
      else if (!hits.has(known)) hits.set(known, likeness);
    };
    for (const key of rule.keys) for (const known of index.find(key, arrival.keys[key])) if (concerns(rule, known, arrival, since)) meet(known, null);
    const weigher = fuzzy.get(rule.id);
    if (weigher && hits.size === 0) {
      for (const known of index.near(arrival.weighed)) {
        const likeness = concerns(rule, known, arrival, since) ? likenessOf(weigher, arrival.weighed, known.weighed) : null;
        if (likeness) meet(known, likeness);
      }
    }
    const known = [...hits.keys()].reduce<Known | null>((best, one) => (best === null || stronger(rule, one, best, hits) ? one : best), null);
    if (known) {
      const likeness = hits.get(known);
      const equal = rule.keys.filter((key) => arrival.keys[key] != null && known.keys[key] === arrival.keys[key]).map((key) => matchReason(EVIDENCE[key]));
      const evidence = likeness ? [...likeness.reasons, matchReason("likely", { percent: Math.floor(likeness.score * 100) })] : equal;
      return { match: { rule, known, evidence, others: hits.size - 1 }, disqualified };
    }
  }
  return { match: null, disqualified };
}

function concerns(rule: MatchRule, known: Known, arrival: MatchArrival, since: number): boolean {
  if (!rule.against.includes(known.object) && !(known.in_pool && rule.against.includes("pool"))) return false;
  if (rule.same_product_line && known.object === "lead" && arrival.product_line && known.product_line && arrival.product_line !== known.product_line) return false;
  return known.created >= since;
}

function likenessOf(weigher: FuzzyRule, a: Weighed | undefined, b: Weighed | undefined): Likeness | null {
  const [ours, theirs] = [a?.prepared.get(weigher.rule.id), b?.prepared.get(weigher.rule.id)];
  return ours && theirs ? weigher.likeness(ours, theirs) : null;
}

function stronger(rule: MatchRule, a: Known, b: Known, hits: ReadonlyMap<Known, Likeness | null>): boolean {
  const more = (hits.get(a)?.score ?? 1) - (hits.get(b)?.score ?? 1);
  return more === 0 ? before(rule, a, b) : more > 0;
}

function before(rule: MatchRule, a: Known, b: Known): boolean {
  const isOpen = (known: Known) => known.object === "lead" && known.stage !== "converted";
  if (isOpen(a) !== isOpen(b)) return isOpen(a);
  const rank = (known: Known) => rule.against.findIndex((each) => each === known.object || (each === "pool" && known.in_pool));
  const place = rank(a) - rank(b);
  if (place !== 0) return place < 0;
  if (a.created !== b.created) return a.created < b.created;
  // What is stored comes before what the batch itself brings.
  if ("batch_index" in a.target) return "batch_index" in b.target && a.target.batch_index < b.target.batch_index;
  return "batch_index" in b.target || a.target.id < b.target.id;
}

function act(arrival: MatchArrival, { rule, known, evidence, others }: Match): MatchDecision {
  const byRule = rule.action[arrival.entry] ?? rule.action.other;
  const action = arrival.on_match ?? byRule;
  const reasons = [...evidence];
  reasons.push(matchReason("match_rule", { rule: rule.id, name: rule.name, action: ACTION_WORDS[byRule] }));
  if (action !== byRule) reasons.push(matchReason("channel_override", { action: ACTION_WORDS[action] }));
  if ("batch_index" in known.target) reasons.push(matchReason("same_batch", { row: known.target.batch_index + 1 }));
  if (others > 0) reasons.push(matchReason("others_matched", { count: others }));
  const rest = { rule_id: rule.id, reasons };

  if (action === "block") return { outcome: "quarantine", of: known.target, ...rest, reasons: [...reasons, matchReason("blocked")] };
  if (action === "create") return { outcome: "create", ...rest };
  if (action === "duplicate" || action === "quarantine") return { outcome: action, of: known.target, ...rest };
  if (known.stage === "converted") {
    reasons.push(matchReason("converted_to_account"));
    return { outcome: "attach", to: known.account_id === null ? known.target : { object: "account", id: known.account_id }, ...rest };
  }
  if (action === "merge" && known.object === "lead") return { outcome: "merge", into: known.target, ...rest };
  if (action === "merge") reasons.push(matchReason("cannot_merge_into", { object: known.object }));
  return { outcome: "attach", to: known.target, ...rest };
}

class KeyIndex {
  readonly #byKey = new Map<string, Known[]>();
  readonly #byBlock = new Map<BlockKey, Known[]>();

  add(known: Known): void {
    for (const block of known.weighed?.blocks ?? []) {
      const filed = this.#byBlock.get(block);
      if (filed) filed.push(known);
      else this.#byBlock.set(block, [known]);
    }
    for (const [key, value] of Object.entries(known.keys)) this.#file(key, value, known);
  }

  /** Gives a record the keys it has none of yet, as the merge will. */
  learn(known: Known, keys: Keys): void {
    for (const key of Object.keys(keys) as MatchKeyName[]) {
      if (known.keys[key] != null || keys[key] == null) continue;
      known.keys[key] = keys[key];
      this.#file(key, keys[key], known);
    }
  }

  find(key: MatchKeyName, value: string | null | undefined): readonly Known[] {
    return value == null ? [] : (this.#byKey.get(`${key}:${value}`) ?? []);
  }

  /** Those that share a rare enough blocking key, each once. */
  near(weighed: Weighed | undefined): ReadonlySet<Known> {
    const found = new Set<Known>();
    for (const block of weighed?.blocks ?? []) {
      const filed = this.#byBlock.get(block);
      if (filed && filed.length <= MOST_PER_KEY) for (const known of filed) found.add(known);
    }
    return found;
  }

  #file(key: string, value: string | null | undefined, known: Known): void {
    if (value == null) return;
    const filed = this.#byKey.get(`${key}:${value}`);
    if (filed) filed.push(known);
    else this.#byKey.set(`${key}:${value}`, [known]);
  }
}
