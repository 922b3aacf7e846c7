import type { Text } from "../../core/refusal.ts";
import type { WordKey } from "../words/words.ts";
import type { MatchBody, PolicyKind, PoolBody, RouteBody, ScoreBody, SlaBody } from "./bodies.ts";

/** What has to be put right before a policy can be saved; the server checks the same and more. */
export function missingIn(kind: PolicyKind, body: unknown): WordKey[] {
  if (kind === "score") return ofScore(body as ScoreBody);
  if (kind === "route") return ofRoute(body as RouteBody);
  if (kind === "pool") return ofPool(body as PoolBody);
  if (kind === "sla") return ofSla(body as SlaBody);
  const { rules } = body as MatchBody;
  return [...named(rules), ...(rules.some((rule) => (rule.keys.length === 0 && !rule.compare?.length) || rule.against.length === 0) ? ["policies:missing_match" as const] : [])];
}

const named = (rules: readonly { name: Text }[]): WordKey[] => (rules.some(({ name }) => name.zh.trim() === "" || name.en.trim() === "") ? ["policies:missing_name"] : []);
const falls = (...steps: number[]): boolean => steps.every((step, index) => index === 0 || step <= (steps[index - 1] ?? step));

function ofScore({ groups, heat, grade }: ScoreBody): WordKey[] {
  const order = falls(heat.high, heat.mid) && falls(grade.fit.A, grade.fit.B, grade.fit.C) && falls(grade.interest[1], grade.interest[2], grade.interest[3]);
  return [...named(groups.flatMap((group) => [...group.rules, ...(group.behaviours ?? [])])), ...(groups.some((group) => group.behaviours?.some((rule) => rule.where?.some((each) => each.value.trim() === ""))) ? ["score:missing_text" as const] : []), ...(order ? [] : ["policies:missing_order" as const])];
}

function ofRoute({ rules, fallback }: RouteBody): WordKey[] {
  const aimless = rules.some(({ target }) => (target.kind === "people" ? target.ids.length === 0 : target.kind !== "account_owner" && target.id === "")) || fallback.id === "";
  return [...named(rules), ...(aimless ? ["policies:missing_target" as const] : [])];
}

function ofPool(body: PoolBody): WordKey[] {
  const all = [body, ...(body.pools ?? [])];
  const tooLong = all.some(({ protection }) => protection && protection.max_days !== null && protection.days > protection.max_days);
  return [...named(all.flatMap((each) => each.recycle ?? [])), ...(tooLong ? ["policies:missing_max" as const] : [])];
}

function ofSla({ clocks }: SlaBody): WordKey[] {
  const unaddressed = clocks.some(({ steps }) => steps.some((step) => step.do === "notify_group" && (step.to?.people.length ?? 0) + (step.to?.teams.length ?? 0) + (step.to?.roles?.length ?? 0) === 0));
  return [
    ...named([...clocks, ...clocks.flatMap((clock) => clock.pause?.while ?? [])]), ...(unaddressed ? ["sla:missing_group" as const] : []),
    ...(clocks.some((clock) => clock.step === "stage_exit" && !clock.stage) ? ["sla:missing_stage" as const] : []),
  ];
}
