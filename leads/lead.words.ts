import { directory } from "../core/access/directory.ts";
import type { Ctx } from "../core/ctx.ts";
import type { VerdictKind } from "../core/policies/decision.ts";
import { explain, type Sayer, type Telling } from "../core/policies/explain.ts";
import type { Text } from "../core/refusal.ts";
import { MATCH_WORDS } from "./cleanse/words.ts";
import { pools } from "./pool/membership.ts";
import { POOL_WORDS } from "./pool/words.ts";
import { ROUTE_WORDS } from "./route/words.ts";
import { PREDICT_WORDS } from "./score/predict/words.ts";
import { SCORE_WORDS } from "./score/words.ts";
import { SLA_WORDS } from "./sla/words.ts";

const WORDS: Record<VerdictKind, Readonly<Record<string, Text>>> = { match: MATCH_WORDS, score: SCORE_WORDS, route: ROUTE_WORDS, pool: POOL_WORDS, sla: SLA_WORDS, predict: PREDICT_WORDS };

/** Says reasons of any kind of policy in both languages; people, teams, pools and rules by name. */
export async function leadWords(ctx: Ctx): Promise<Sayer & { named(id: string): string | undefined }> {
  const [people, allPools] = await Promise.all([directory.get(ctx.house), pools.get(ctx.house)]);
  const poolNames = new Map(allPools.map((pool) => [pool.id, pool.name]));
  const named = (id: string) => people.people.get(id)?.name ?? people.teams.get(id)?.name ?? poolNames.get(id);
  const telling: Telling = { timeZone: ctx.house.settings.timeZone, name: named };
  return {
    named,
    say(kind, reasons, rules) {
      const whole = reasons.map(({ code, facts }) => ({ code, facts: withName(facts, rules) }));
      return { reasons: whole, explain: explain(WORDS[kind] ?? {}, whole, telling) };
    },
  };
}

function withName(facts: Record<string, unknown>, rules: ReadonlyMap<string, Text> | undefined): Record<string, unknown> {
  if (facts.name !== undefined) return facts;
  const name = [facts.rule, facts.clock, facts.group].map((id) => (typeof id === "string" ? rules?.get(id) : undefined)).find((found) => found !== undefined);
  return name ? { ...facts, name } : facts;
}
