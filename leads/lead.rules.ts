import { can, scopeOf } from "../core/access/rights.ts";
import type { Ctx } from "../core/ctx.ts";
import type { Filter, Row } from "../core/language/types.ts";
import type { StandardObject, Write } from "../core/objects/standard.ts";
import { directory } from "../core/access/directory.ts";
import { refuseFrozen } from "./cleanse/collision/frozen.ts";
import { collideOnConversion } from "./cleanse/collision/hooks.ts";
import { fileWrites } from "./cleanse/blocking/filing.ts";
import { leadKeys } from "./cleanse/lead_keys.ts";
import { keepNamed, mergedInto } from "./cleanse/merge/merged_into.ts";
import { CLOSED_STAGES, leadObject } from "./lead.object.ts";
import { logHolds } from "./pool/holds.ts";
import { looksAfter, type Pool, pools, poolsOf } from "./pool/membership.ts";
import { applyOwnership } from "./pool/ownership.ts";
import { tellOwners } from "./pool/tell_owners.ts";
import { planRecycling } from "./pool/recycling.ts";
import { endHolds, resumeHolds } from "./pool/removal.ts";
import { purgeLeads } from "./purge.ts";
import { endOffers } from "./route/offers.ts";
import { keepScores, scoreOnWrite } from "./score/on_write.ts";
import { queuePredictions, withoutPrediction } from "./score/predict/on_write.ts";
import { keepClocks, planClocks } from "./sla/clocks.ts";
import { handTasksOn } from "./tasks/hand_on.ts";
import { moveNextSteps } from "./timeline/next_step.ts";

/**
 * What holds for a lead whatever the door: it is scored, it has an owner or a pool, quotas are exact, its clocks run, its holds are
 * logged. Every write of a lead passes here, because nobody but the record engine writes its table.
 */
export const leadRules: StandardObject = {
  def: leadObject,
  derive: leadKeys,
  async beforeWrite(tx, writes) {
    for (const write of writes) stageMoments(tx, write);
    withoutPrediction(writes);
    await scoreOnWrite(tx, writes);
    const frozen = await refuseFrozen(tx, writes);
    const moved = await applyOwnership(tx, writes.filter((_, i) => !frozen[i]));
    const refusals = frozen.map((refused) => refused ?? moved.shift() ?? null);
    for (const write of writes) stageMoments(tx, write);
    await planClocks(tx, writes);
    await planRecycling(tx, writes);
    return refusals;
  },
  async afterWrite(tx, writes) {
    await logHolds(tx, writes);
    await keepClocks(tx, writes);
    await keepScores(tx, writes);
    await queuePredictions(tx, writes);
    await tellOwners(tx, writes);
    await handTasksOn(tx, writes);
    await endOffers(tx, writes);
    await collideOnConversion(tx, writes);
    await fileWrites(tx, "lead", writes);
    await moveNextSteps(tx, writes);
  },
  afterRemove: endHolds,
  afterRestore: resumeHolds,
  purge: purgeLeads,
  visible: seen,
  shade,
  abilities,
  resolve: mergedInto,
  named: keepNamed,
};

const MOMENTS = { qualified: "qualified_at", accepted: "accepted_at", converted: "converted_at" } as const;

/** Dates the stage a lead has entered. */
function stageMoments(tx: Ctx, { before, after }: Write): void {
  const now = tx.now.toISOString();
  if (before === null) after.stage_at ??= (after.created_at as string | null) ?? now;
  if (before !== null && before.stage === after.stage) return;
  if (before !== null) after.stage_at = now;
  const key = MOMENTS[after.stage as keyof typeof MOMENTS];
  if (key) after[key] ??= before === null ? (after.stage_at as string) : now;
}

/** Own scope, and the leads of pools one may claim from; those only for questions that touch no field hidden before the claim. */
async function seen(ctx: Ctx, scoped: Filter | null, fields: readonly string[]): Promise<Filter | null> {
  if (scoped === null) return null;
  const open = (await poolsOf(ctx)).filter((pool) => looksAfter(pool, ctx.actor) || !fields.some((f) => hiddenFields(pool).has(f.split(".")[0] ?? "")));
  if (open.length === 0) return scoped;
  return { any: [scoped, { all: [{ field: "owner_id", op: "empty" }, { field: "pool_id", op: "in", value: open.map((p) => p.id) }] }] };
}

const hiddenFields = (pool: Pool): ReadonlySet<string> => new Set(pool.hidden_fields ?? []);

async function shade(ctx: Ctx, rows: Row[]): Promise<(ReadonlySet<string> | null)[]> {
  if (scopeOf(ctx.actor, "lead") === "all") return rows.map(() => null);
  const byId = new Map((await pools.get(ctx.house)).map((p) => [p.id, p]));
  return rows.map((row) => {
    const pool = row.owner_id === null && typeof row.pool_id === "string" ? byId.get(row.pool_id) : undefined;
    return pool && !looksAfter(pool, ctx.actor) ? hiddenFields(pool) : null;
  });
}

async function abilities(ctx: Ctx, rows: Row[]): Promise<string[][]> {
  const may = (verb: string) => can(ctx.actor, `lead:${verb}`);
  const mine = new Set((await poolsOf(ctx)).map((p) => p.id));
  const people = await directory.get(ctx.house);
  const team = new Set(ctx.actor.teamId ? people.peopleUnder(ctx.actor.teamId) : []);
  return rows.map((row) => {
    const open = !CLOSED_STAGES.has(String(row.stage));
    const owner = row.owner_id as string | null;
    const own = owner !== null && (owner === ctx.actor.id || scopeOf(ctx.actor, "lead") === "all" || team.has(owner));
    const verbs: string[] = [];
    if (open && owner === null && mine.has(row.pool_id as string) && may("claim")) verbs.push("claim");
    if (open && owner === null && may("assign")) verbs.push("assign");
    if (open && own) for (const verb of ["release", "transfer", "accept", "disqualify", "convert", "log"]) if (verb === "log" ? can(ctx.actor, "activity:create") : may(verb)) verbs.push(verb);
    if (open && own && row.recycle_at && may("release")) verbs.push("extend");
    if (row.stage === "disqualified" && own && may("disqualify")) verbs.push("reopen");
    if (row.stage === "converted" && own && may("convert")) verbs.push("unconvert");
    if (own && may("merge")) verbs.push("merge");
    return verbs;
  });
}
