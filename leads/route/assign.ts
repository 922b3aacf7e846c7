import { sql } from "kysely";
import { breather } from "../../core/breathe.ts";
import { directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { newId } from "../../core/records/new_id.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { DEFAULT_POOL } from "../campaign.object.ts";
import { hold } from "./candidates.ts";
import { decideRoute, type RouteDecision, type RouteLead, type RouteState, type RouteWorld } from "./decide.ts";
import { accountOwners, formerOwners, named, routeLead } from "./inputs.ts";
import { routePolicy } from "./kind.ts";
import { loadCandidates, needsOf } from "./load_candidates.ts";
import { NO_STATS } from "./match_stats.ts";
import { openOffers } from "./offers.ts";
import type { RoutePolicy } from "./policy.ts";
import { routeStats } from "./stats.ts";

export interface Routed {
  version: number;
  decisions: RouteDecision[];
}

/** What routing asks that no arrival changes: company key → owner of the account. */
export type RouteAhead = ReadonlyMap<string, string>;

/** Asks it ahead of the turn of a batch. */
export async function routeAhead(ctx: Ctx, rows: readonly Row[]): Promise<RouteAhead> {
  const { body: policy } = await publishedPolicy(ctx.house, routePolicy);
  return rows.length > 0 ? accountOwners(ctx, policy, rows) : new Map();
}

/**
 * Routes a batch of scored leads: loads turns, capacity, leave and former owners under lock, decides purely, keeps the turns. Exact under
 * concurrency because whoever routes holds the row of turns until the commit.
 */
export async function assignBatch(tx: Ctx, rows: readonly Row[], ahead: RouteAhead): Promise<Routed> {
  const { body: policy, version } = await publishedPolicy(tx.house, routePolicy);
  if (rows.length === 0) return { version, decisions: [] };
  const state = await lockTurns(tx, policy);
  const { decisions, state: after } = await decide(tx, policy, rows, state, { ahead });
  await keepTurns(tx, state, after);
  if (policy.rules.some((rule) => rule.accept_within)) {
    // The offer names its lead before the lead is written, in the same transaction.
    for (const row of rows) row.id ??= newId();
    await openOffers(tx, policy, version, rows.map((row) => row.id as string), decisions);
  }
  return { version, decisions };
}

/** Routes leads that exist once more and keeps the turns; `passed` names the people each must not go to. */
export async function assignAgain(tx: Ctx, rows: readonly Row[], passed: ReadonlyMap<string, readonly string[]>): Promise<Routed> {
  const { body: policy, version } = await publishedPolicy(tx.house, routePolicy);
  if (rows.length === 0) return { version, decisions: [] };
  const turns = await lockTurns(tx, policy);
  const { decisions, state } = await decideAgain(tx, policy, rows, turns, { passed });
  await keepTurns(tx, turns, state);
  return { version, decisions };
}

export interface Again {
  /** People each lead must not go to because they let it pass, by lead. */
  passed?: ReadonlyMap<string, readonly string[]>;
  /** People nothing of this batch goes to. */
  excluded?: readonly string[];
}

/** Leads decided between two breaths, where thousands are asked about at once. */
const SLICE = 100;

/**
 * Decides anew for leads that exist and are open: as if each had just come, with what their owners hold reckoned without them. The turns are
 * returned, not kept, so that a preview can ask too.
 */
export async function decideAgain(ctx: Ctx, policy: RoutePolicy, rows: readonly Row[], state: RouteState, { passed, excluded }: Again = {}): Promise<{ decisions: RouteDecision[]; state: RouteState }> {
  const prepare = (lead: RouteLead): RouteLead => {
    const before = passed?.get(lead.row.id as string);
    return { ...lead, row: { ...lead.row, owner_id: null, pool_id: null, stage: "new" }, ...(before ? { passed: before } : {}), ...(excluded ? { excluded } : {}) };
  };
  return decide(ctx, policy, rows, state, { prepare });
}

interface Preparing {
  ahead?: RouteAhead | undefined;
  prepare?: (lead: RouteLead) => RouteLead;
}

async function decide(tx: Ctx, policy: RoutePolicy, rows: readonly Row[], state: RouteState, { ahead, prepare }: Preparing): Promise<{ decisions: RouteDecision[]; state: RouteState }> {
  const people = await directory.get(tx.house);
  const [owners, formers] = await Promise.all([ahead ?? accountOwners(tx, policy, rows), formerOwners(tx, policy, rows)]);
  const plain = rows.map((row) => routeLead(row, owners, formers));
  const needs = needsOf(policy);
  const ids = named(policy, people, plain, tx.now.toISOString());
  const holders = prepare ? rows.flatMap((row) => (typeof row.owner_id === "string" ? [row.owner_id] : [])) : [];
  const candidates = await loadCandidates(tx, people, ids, needs, holders);
  if (prepare) {
    const byId = new Map(candidates.map((one) => [one.id, one]));
    for (const row of rows) {
      const holder = byId.get(row.owner_id as string);
      if (holder) hold(holder, row, -1, String(row.stage));
    }
  }
  const stats = needs.stats ? await routeStats.get(tx.house) : NO_STATS;
  const leads = prepare ? plain.map(prepare) : plain;
  const world = { people: candidates, env: await filterEnv(tx), lastPool: DEFAULT_POOL, stats };
  return prepare && leads.length > SLICE ? bySlices(policy, leads, world, state) : decideRoute(policy, leads, world, state);
}

/** Decides as one batch would, but lets others go first now and then. */
async function bySlices(policy: RoutePolicy, leads: readonly RouteLead[], world: RouteWorld, state: RouteState): Promise<{ decisions: RouteDecision[]; state: RouteState }> {
  const people = new Map(world.people.map((one) => [one.id, one]));
  const breathe = breather();
  const decisions: RouteDecision[] = [];
  let turns = state;
  for (let from = 0; from < leads.length; from += SLICE) {
    const some = leads.slice(from, from + SLICE);
    const result = decideRoute(policy, some, world, turns);
    turns = result.state;
    result.decisions.forEach((decision, i) => {
      const owner = people.get(decision.owner_id ?? "");
      if (owner) hold(owner, (some[i] as RouteLead).row, 1);
    });
    decisions.push(...result.decisions);
    await breathe();
  }
  return { decisions, state: turns };
}

/** Positions of the rotation, locked until the transaction ends; turns are locked only where somebody takes turns. */
export async function lockTurns(tx: Ctx, policy: RoutePolicy): Promise<RouteState> {
  if (!policy.rules.some((rule) => rule.target.kind === "people" || rule.target.kind === "team")) return {};
  const { rows } = await sql<{ state: RouteState }>`select state from clew.route_turn where policy = 'route' for update`.execute(tx.db);
  return rows[0]?.state ?? {};
}

/** Stores the positions that were locked, if they moved. */
export async function keepTurns(tx: Ctx, before: RouteState, after: RouteState): Promise<void> {
  if (JSON.stringify(after) !== JSON.stringify(before)) await sql`update clew.route_turn set state = ${JSON.stringify(after)}::jsonb where policy = 'route'`.execute(tx.db);
}
