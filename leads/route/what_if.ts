import type { Row } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import type { RouteCandidate } from "./candidates.ts";
import { pick, type PickWorld } from "./pick.ts";
import type { RouteRule } from "./policy.ts";
import type { RuleTurns } from "./turns.ts";
import { routeReason, WOULD_GET } from "./words.ts";

/** Most people named in the answer to "what would change it". */
const MOST_NAMED = 3;

/**
 * What would change a choice: who would have got the lead were they not out, and who gets it when the chosen one is out. Asks the strategy
 * again with one person more or less; changes nothing.
 */
export function whatIf(rule: RouteRule, looked: readonly RouteCandidate[], chosen: string | null, row: Row, turns: RuleTurns | undefined, world: PickWorld): Reason[] {
  const reasons: Reason[] = [];
  const eligible = looked.filter((one) => one.outcome !== "out").map((one) => one.id);
  const free = new Set(eligible);
  for (const one of looked) {
    if (reasons.length === MOST_NAMED) break;
    if (one.outcome !== "out") continue;
    const with_one = looked.flatMap(({ id }) => (id === one.id || free.has(id) ? [id] : []));
    if (pick(rule, with_one, row, turns, world).id !== one.id) continue;
    const only = one.reasons.length === 1 ? WOULD_GET[one.reasons[0]?.code ?? ""] : undefined;
    reasons.push(routeReason(only ?? "would_get", { person: one.id, rule: rule.id }));
  }
  const others = eligible.filter((id) => id !== chosen);
  if (chosen !== null && others.length > 0) reasons.push(routeReason("runner_up", { person: pick(rule, others, row, turns, world).id, chosen }));
  return reasons;
}
