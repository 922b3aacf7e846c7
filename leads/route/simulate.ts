import { sql } from "kysely";
import { type Directory, type DirectoryPerson, directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import type { Row } from "../../core/language/types.ts";
import { localDate } from "../../core/language/zone.ts";
import type { Simulated, SimulationRun } from "../../core/policies/simulation.ts";
import { publishedPolicies, publishedPolicy } from "../../core/policies/published.ts";
import { DEFAULT_POOL } from "../campaign.object.ts";
import { CLOSED_STAGES } from "../lead.object.ts";
import { poolPolicy } from "../pool/kind.ts";
import { difference, leadsToReplay, type Weighed } from "../replay.ts";
import { type Calendar, businessBetween } from "../sla/calendar.ts";
import { organisationCalendar } from "../sla/organisation_calendar.ts";
import type { Candidate } from "./candidates.ts";
import { decideRoute, type RouteDecision, type RouteLead, type RouteState } from "./decide.ts";
import { accountOwners, formerOwners, named } from "./inputs.ts";
import type { RoutePolicy } from "./policy.ts";

const HOUR = 3_600_000;

interface HandOut {
  rows: Row[];
  people: Directory;
  /** Open leads a person held besides those replayed. */
  held: ReadonlyMap<string, number>;
  holding: number | null;
  calendar: Calendar;
}

/**
 * Hands the leads of the last days out again, once by the policy in force and once by the draft, both from the same start: turns at zero,
 * open leads as now without the replayed ones, daily counts per day, leave and shifts as of the hour each lead came. Writes nothing.
 */
export async function simulateRoute(ctx: Ctx, draft: RoutePolicy, run: SimulationRun): Promise<Simulated & { unassigned: { before: number; after: number } }> {
  const published = (await publishedPolicies.get(ctx.house)).get("route")?.body as RoutePolicy;
  const fields = [draft, published].flatMap((policy) => policy.rules.flatMap((rule) => filterFields(rule.when)));
  const replayed = await leadsToReplay(ctx, run, ["province", "city", "company_key", "no_automation", ...fields]);
  const { rows } = replayed;
  const [people, { body: pool }, calendar] = await Promise.all([directory.get(ctx.house), publishedPolicy(ctx.house, poolPolicy), organisationCalendar.get(ctx.house)]);
  const replay: HandOut = { rows, people, held: await heldBesides(ctx, rows), holding: pool.limits.holding, calendar };
  const before = await handOut(ctx, published, replay);
  run.progress(rows.length, rows.length * 2);
  const after = await handOut(ctx, draft, replay);
  run.progress(rows.length * 2, rows.length * 2);
  const poolNames = await namesOfPools(ctx, [...before, ...after].map((d) => d.pool_id));
  const weighed = ({ owner_id, pool_id, reasons }: RouteDecision): Weighed => ({
    outcome: { owner_id, pool_id, name: owner_id ? (people.people.get(owner_id)?.name ?? "") : (poolNames.get(pool_id ?? "") ?? "") }, reasons, counted: owner_id ? 1 : 0, owner_id,
  });
  return {
    ...(await difference(ctx, replayed, rows.map((row, i) => ({ row, before: weighed(before[i] as RouteDecision), after: weighed(after[i] as RouteDecision) })), { zh: "分到的线索", en: "leads assigned" })),
    unassigned: { before: before.filter((d) => d.owner_id === null).length, after: after.filter((d) => d.owner_id === null).length },
  };
}

/** One replay, hour by hour in the order the leads came. */
async function handOut(ctx: Ctx, policy: RoutePolicy, replay: HandOut): Promise<RouteDecision[]> {
  const { rows, people } = replay;
  const first = rows[0]?.created_at as string | undefined;
  const [owners, formers] = await Promise.all([accountOwners(ctx, policy, rows), formerOwners(ctx, policy, rows, first)]);
  const env = { now: ctx.now, timeZone: ctx.house.settings.timeZone, teamsUnder: (team: string) => people.teamsUnder(team) };
  const open = new Map(replay.held);
  const today = new Map<string, number>();
  const decided: RouteDecision[] = [];
  let state: RouteState = {};
  let day = "";
  for (const batch of hours(rows)) {
    const at = new Date(batch[0]?.created_at as string);
    const date = localDate(at.getTime(), env.timeZone);
    if (date !== day) today.clear();
    day = date;
    const leads = batch.map((row): RouteLead => {
      const company = row.company_key as string | null;
      // As on arrival: nobody's yet, at its first stage.
      return { row: { ...row, owner_id: null, pool_id: null, stage: "new" }, accountOwner: company ? (owners.get(company) ?? null) : null, stickyOwner: company ? (formers.get(company) ?? null) : null };
    });
    const inShift = businessBetween(replay.calendar, at, new Date(at.getTime() + 1_000)) > 0;
    const candidates = named(policy, people, leads).map((id) => candidateAt(people.people.get(id) as DirectoryPerson, at, inShift, open.get(id) ?? 0, today.get(id) ?? 0, replay.holding));
    const result = decideRoute(policy, leads, { people: candidates, env: { ...env, now: at }, lastPool: DEFAULT_POOL }, state);
    state = result.state;
    result.decisions.forEach((decision, i) => {
      const owner = decision.owner_id;
      if (!owner) return;
      open.set(owner, (open.get(owner) ?? 0) + 1);
      today.set(owner, (today.get(owner) ?? 0) + 1);
      const company = batch[i]?.company_key;
      if (typeof company === "string" && policy.rules.some((rule) => rule.strategy.kind === "sticky")) formers.set(company, owner);
    });
    decided.push(...result.decisions);
  }
  return decided;
}

function candidateAt(person: DirectoryPerson, at: Date, inShift: boolean, open: number, assignedToday: number, holding: number | null): Candidate {
  const now = at.toISOString();
  const caps = [person.capOpen, holding].filter((cap) => cap !== null);
  return {
    id: person.id, name: person.name, teamId: person.teamId, active: person.status === "active", onLeave: person.leave.some((l) => l.from <= now && now < l.to), inShift,
    open, capOpen: caps.length > 0 ? Math.min(...caps) : null, assignedToday, capDaily: person.capDaily, territories: person.territories, skills: person.skills,
  };
}

function hours(rows: readonly Row[]): Row[][] {
  const batches: Row[][] = [];
  let hour = -1;
  for (const row of rows) {
    const of = Math.floor(Date.parse(row.created_at as string) / HOUR);
    if (of !== hour) batches.push([]);
    hour = of;
    batches.at(-1)?.push(row);
  }
  return batches;
}

async function heldBesides(ctx: Ctx, rows: readonly Row[]): Promise<Map<string, number>> {
  const { rows: loads } = await sql<{ person_id: string; held: number }>`select person_id, held from clew.load`.execute(ctx.db);
  const held = new Map(loads.map((load) => [load.person_id, load.held]));
  for (const { owner_id: owner, stage } of rows) {
    if (typeof owner === "string" && !CLOSED_STAGES.has(String(stage))) held.set(owner, Math.max(0, (held.get(owner) ?? 0) - 1));
  }
  return held;
}

async function namesOfPools(ctx: Ctx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from crm.pool where id = any(${[...new Set(ids.filter((id) => id !== null))]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.name]));
}
