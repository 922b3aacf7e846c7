import { sql } from "kysely";
import { type Directory, directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { filterEnv } from "../../core/records/viewer.ts";
import { DEFAULT_POOL } from "../campaign.object.ts";
import { poolPolicy } from "../pool/kind.ts";
import { holding, lockLoads } from "../pool/loads.ts";
import { organisationCalendar } from "../sla/organisation_calendar.ts";
import { businessBetween } from "../sla/calendar.ts";
import type { Candidate } from "./candidates.ts";
import { decideRoute, type RouteDecision, type RouteLead, type RouteState } from "./decide.ts";
import { accountOwners, formerOwners, named } from "./inputs.ts";
import { routePolicy } from "./kind.ts";

/**
 * Routes a batch of scored leads: loads turns, capacity, leave and former owners under lock, decides purely, keeps the turns. Exact under
 * concurrency because whoever routes holds the row of turns until the commit.
 */
export async function assignBatch(tx: Ctx, rows: readonly Row[]): Promise<{ version: number; decisions: RouteDecision[] }> {
  const { body: policy, version } = await publishedPolicy(tx.house, routePolicy);
  if (rows.length === 0) return { version, decisions: [] };
  const people = await directory.get(tx.house);
  const [owners, formers] = await Promise.all([accountOwners(tx, policy, rows), formerOwners(tx, policy, rows)]);
  const leads = rows.map((row): RouteLead => {
    const company = row.company_key as string | null;
    return { row, accountOwner: company ? (owners.get(company) ?? null) : null, stickyOwner: company ? (formers.get(company) ?? null) : null };
  });
  // Turns are locked only where somebody takes turns.
  const state = policy.rules.some((rule) => rule.target.kind === "people" || rule.target.kind === "team") ? await lockTurns(tx) : {};
  const candidates = await loadCandidates(tx, people, named(policy, people, leads));
  const { decisions, state: after } = decideRoute(policy, leads, { people: candidates, env: await filterEnv(tx), lastPool: DEFAULT_POOL }, state);
  if (JSON.stringify(after) !== JSON.stringify(state)) await sql`update clew.route_turn set state = ${JSON.stringify(after)}::jsonb where policy = 'route'`.execute(tx.db);
  return { version, decisions };
}

async function lockTurns(tx: Ctx): Promise<RouteState> {
  const { rows } = await sql<{ state: RouteState }>`select state from clew.route_turn where policy = 'route' for update`.execute(tx.db);
  return rows[0]?.state ?? {};
}

/** People as routing sees them at this moment; their counters stay locked until the commit. */
export async function loadCandidates(tx: Ctx, people: Directory, ids: readonly string[]): Promise<Candidate[]> {
  const [loads, { body: pool }, calendar] = await Promise.all([lockLoads(tx, ids), publishedPolicy(tx.house, poolPolicy), organisationCalendar.get(tx.house)]);
  const inShift = businessBetween(calendar, tx.now, new Date(tx.now.getTime() + 1_000)) > 0;
  const now = tx.now.toISOString();
  return ids.map((id): Candidate => {
    const person = people.people.get(id) as NonNullable<ReturnType<typeof people.people.get>>;
    const load = loads.get(id);
    const caps = [person.capOpen, pool.limits.holding].filter((cap) => cap !== null);
    return {
      id, name: person.name, teamId: person.teamId, active: person.status === "active", onLeave: person.leave.some((l) => l.from <= now && now < l.to), inShift,
      open: load ? holding(load, pool.limits) : 0, capOpen: caps.length > 0 ? Math.min(...caps) : null, assignedToday: load?.assigned ?? 0, capDaily: person.capDaily,
      territories: person.territories, skills: person.skills,
    };
  });
}
