import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { refusal } from "../../../core/refusal.ts";
import { CLOSED } from "./arrivals.ts";
import { FEWEST_CONVERSIONS } from "./learn/train.ts";

export const TooFewConversions = refusal("too_few_conversions", 422, {
  zh: "目前有 {converted} 条已转化线索，至少需要 {needed} 条才能学习出有意义的规律；请继续使用规则评分", en: "There are {converted} converted leads so far; at least {needed} are needed before anything can be learned. Keep using the rule score meanwhile",
});
export const TooFewLost = refusal("too_few_lost", 422, {
  zh: "目前只有 {lost} 条判无效的线索，至少需要 {needed} 条：没有失败的线索，就无法比较成功的原因", en: "There are only {lost} disqualified leads; at least {needed} are needed: without the lost ones there is nothing to compare the won ones with",
});

export interface Counts {
  converted: number;
  lost: number;
}

/** How many leads could be learned from. */
export async function countsOf(ctx: Ctx): Promise<Counts> {
  const { rows } = await sql<Counts>`select count(*) filter (where t.stage = 'converted') as converted, count(*) filter (where t.stage = 'disqualified') as lost from crm.lead t where ${CLOSED}`.execute(ctx.db);
  return rows[0] as Counts;
}

/** Refuses to learn from too little, saying how much there is. */
export function requireEnough({ converted, lost }: Counts): void {
  if (converted < FEWEST_CONVERSIONS) throw TooFewConversions({ converted, needed: FEWEST_CONVERSIONS });
  if (lost < FEWEST_CONVERSIONS) throw TooFewLost({ lost, needed: FEWEST_CONVERSIONS });
}
