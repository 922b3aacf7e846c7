import { z } from "zod";
import { directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import { publishedPolicy } from "../../../core/policies/published.ts";
import type { Reason } from "../../../core/policies/reason.ts";
import { invalidField } from "../../../core/refusal.ts";
import { decideAgain } from "../assign.ts";
import type { RouteCandidate } from "../candidates.ts";
import type { RouteDecision, RouteState } from "../decide.ts";
import { routePolicy } from "../kind.ts";
import type { RoutePolicy } from "../policy.ts";
import { pools } from "../../pool/membership.ts";
import { routeReason } from "../words.ts";

/** To whom leads are given at once: by the published rules, by one of them, to one person, evenly in turn, or to a pool. */
export const GiveLeads = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("policy") }),
  z.strictObject({ by: z.literal("rule"), rule: z.string().min(1).max(64) }),
  z.strictObject({ by: z.literal("person"), id: z.uuid() }),
  z.strictObject({ by: z.literal("even"), ids: z.array(z.uuid()).min(1).max(200) }),
  z.strictObject({ by: z.literal("pool"), id: z.uuid() }),
]);
export type GiveLeads = z.infer<typeof GiveLeads>;

/** What becomes of one lead: where it goes, or why it stays. */
export interface Given {
  row: Row;
  /** Null: it stays. */
  to: { owner_id: string | null; pool_id: string | null } | null;
  rule_id: string | null;
  strategy: string | null;
  reasons: Reason[];
  candidates: RouteCandidate[];
}

/** Throws Invalid for a rule, person or pool that is not there. */
export async function requireGive(ctx: Ctx, give: GiveLeads, path = "give"): Promise<void> {
  const wrong = (zh: string, en: string): never => {
    throw invalidField(path, { zh, en });
  };
  if (give.by === "rule") {
    const { body } = await publishedPolicy(ctx.house, routePolicy);
    if (!body.rules.some((rule) => rule.id === give.rule && rule.target.kind !== "pool")) wrong("已发布的规则中没有这一条", "There is no such rule in the published policy");
  } else if (give.by === "pool") {
    if (!(await pools.get(ctx.house)).some((pool) => pool.id === give.id)) wrong("没有这个公海", "There is no such pool");
  } else if (give.by !== "policy") await requirePeople(ctx, give.by === "person" ? [give.id] : give.ids, path);
}

/** Throws Invalid unless all of these people are active. */
export async function requirePeople(ctx: Ctx, ids: readonly string[], path: string): Promise<void> {
  const people = await directory.get(ctx.house);
  if (!ids.every((id) => people.people.get(id)?.status === "active")) throw invalidField(path, { zh: "接收人不存在或已停用", en: "Whoever receives has to be an active person" });
}

/** The rules that decide for this way of giving; null where nothing is left to decide. */
export async function policyOf(ctx: Ctx, give: GiveLeads): Promise<{ policy: RoutePolicy; version: number } | null> {
  const { body, version } = await publishedPolicy(ctx.house, routePolicy);
  if (give.by === "policy") return { policy: body, version };
  if (give.by === "rule") return { policy: { ...body, rules: body.rules.filter((rule) => rule.id === give.rule).map((rule) => ({ ...rule, when: { all: [] } })) }, version };
  if (give.by !== "even") return null;
  return { policy: { ...body, rules: [{ id: "even", name: { zh: "平均分配", en: "Split evenly" }, when: { all: [] }, target: { kind: "people", ids: give.ids }, strategy: { kind: "round_robin" } }] }, version };
}

/**
 * Decides for open leads where each goes. By the policy a lead may end in the fallback; by one rule or evenly, a lead nobody can take
 * stays where it is, and so does every lead of a person who asked for no automated decisions unless somebody names who gets it.
 */
export async function decideGiven(ctx: Ctx, give: GiveLeads, rows: readonly Row[], state: RouteState, excluded: readonly string[] = []): Promise<{ given: Given[]; state: RouteState }> {
  const ruled = await policyOf(ctx, give);
  const plain = { rule_id: null, strategy: null, candidates: [] };
  if (!ruled) {
    const to = give.by === "pool" ? { owner_id: null, pool_id: give.id } : { owner_id: (give as { id: string }).id, pool_id: null };
    return { given: rows.map((row) => ({ ...plain, row, to: moves(row, to) ? to : null, reasons: [routeReason(moves(row, to) ? "given_by_hand" : "already_there")] })), state };
  }
  const asked = rows.filter((row) => row.no_automation !== true);
  const { decisions, state: after } = await decideAgain(ctx, ruled.policy, asked, state, { excluded });
  const decided = new Map(asked.map((row, i) => [row.id, decisions[i] as RouteDecision]));
  const given = rows.map((row): Given => {
    const decision = decided.get(row.id);
    if (!decision) return { ...plain, row, to: null, reasons: [routeReason("no_automation")] };
    const { owner_id, pool_id, rule_id, strategy, candidates, reasons } = decision;
    const nobody = rule_id === null && give.by !== "policy";
    const to = { owner_id, pool_id };
    if (nobody) return { row, to: null, rule_id, strategy, candidates, reasons: [routeReason("nobody_can_take"), ...reasons.filter(({ code }) => !code.startsWith("fallback"))] };
    return moves(row, to) ? { row, to, rule_id, strategy, candidates, reasons } : { row, to: null, rule_id, strategy, candidates, reasons: [routeReason("already_there"), ...reasons] };
  });
  return { given, state: after };
}

const moves = (row: Row, to: { owner_id: string | null; pool_id: string | null }): boolean => (row.owner_id ?? null) !== to.owner_id || (row.pool_id ?? null) !== to.pool_id;
