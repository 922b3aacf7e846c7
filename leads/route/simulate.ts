import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import { type Directory, directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import { filterFields } from "../../core/language/filter/parse.ts";
import type { Row } from "../../core/language/types.ts";
import { localDate } from "../../core/language/zone.ts";
import type { Simulated, SimulationRun } from "../../core/policies/simulation.ts";
import { publishedPolicies, publishedPolicy } from "../../core/policies/published.ts";
import type { Text } from "../../core/refusal.ts";
import { DEFAULT_POOL } from "../campaign.object.ts";
import { CLOSED_STAGES } from "../lead.object.ts";
import { poolPolicy } from "../pool/kind.ts";
import { difference, leadsToReplay, type Weighed } from "../replay.ts";
import type { Calendar } from "../sla/calendar.ts";
import { organisationCalendar } from "../sla/organisation_calendar.ts";
import { type Candidate, hold } from "./candidates.ts";
import { decideRoute, type RouteDecision, type RouteLead, type RouteState } from "./decide.ts";
import { letterOf, type OpenCount } from "./effort.ts";
import { accountOwners, formerOwners, named, routeLead } from "./inputs.ts";
import { candidateAt, needsOf, openCounts, shiftAt } from "./load_candidates.ts";
import { type MatchStats, NO_STATS } from "./match_stats.ts";
import { type RoutePolicy, SIMILAR } from "./policy.ts";
import { statsBefore } from "./stats.ts";

const HOUR = 3_600_000;

/** How one person fares in a trial. */
export interface PersonImpact {
  id: string;
  name: string;
  before: number;
  after: number;
  /** Leads for which they were passed over because they were full. */
  full: { before: number; after: number };
  /** Most open leads at any time, and how many they may hold. */
  most: { before: number; after: number };
  cap: number | null;
}

export interface RouteTrial extends Simulated {
  unassigned: { before: number; after: number };
  /** Leads for which somebody was passed over because they were full. */
  breaches: { before: number; after: number };
  people: PersonImpact[];
  /** What each rule caught; id null is the fallback. */
  rules: { id: string | null; name: Text | null; before: number; after: number }[];
}

interface HandOut {
  rows: Row[];
  people: Directory;
  /** Open leads a person held besides those replayed, in all and by grade and stage. */
  held: ReadonlyMap<string, number>;
  counts: ReadonlyMap<string, readonly OpenCount[]> | null;
  holding: number | null;
  calendar: Calendar;
  /** Past conversion as it stood when the first of these leads came. */
  stats: MatchStats;
  tick(done: number): void;
  /** Filled in: the most open leads of each person at any time. */
  peaks: Map<string, number>;
}

/**
 * Hands the leads of the last days out again, once by the policy in force and once by the draft, both from the same start: turns at zero,
 * open leads as now without the replayed ones, daily counts per day, leave and shifts as of the hour each lead came, past conversion as known
 * before the first. A lead is held until it was closed or went back to a pool in fact. Nobody lets a lead pass in a replay. Writes nothing.
 */
export async function simulateRoute(ctx: Ctx, draft: RoutePolicy, run: SimulationRun): Promise<RouteTrial> {
  const published = (await publishedPolicies.get(ctx.house)).get("route")?.body as RoutePolicy;
  const fields = [draft, published].flatMap((policy) => policy.rules.flatMap((rule) => filterFields(rule.when)));
  const replayed = await leadsToReplay(ctx, run, ["province", "city", "company_key", "phone", "grade", "stage_at", "no_automation", ...SIMILAR, ...fields]);
  const { rows } = replayed;
  const [people, { body: pool }, calendar] = await Promise.all([directory.get(ctx.house), publishedPolicy(ctx.house, poolPolicy), organisationCalendar.get(ctx.house)]);
  const needs = [draft, published].map(needsOf);
  const graded = [...people.people.values()].some((person) => Object.keys(person.capGrades).length > 0) || needs.some((need) => need.effort);
  const total = rows.length * 2;
  const replay = {
    rows, people, held: await heldBesides(ctx, rows), counts: graded ? await countsBesides(ctx, people, rows) : null, holding: pool.limits.holding, calendar,
    stats: needs.some((need) => need.stats) ? await statsBefore(ctx, new Date((rows[0]?.created_at as string | undefined) ?? ctx.now)) : NO_STATS,
  };
  const peaks = { before: new Map<string, number>(), after: new Map<string, number>() };
  const before = await handOut(ctx, published, { ...replay, peaks: peaks.before, tick: (done) => run.progress(done, total) });
  const after = await handOut(ctx, draft, { ...replay, peaks: peaks.after, tick: (done) => run.progress(rows.length + done, total) });
  run.progress(total, total);
  const poolNames = await namesOfPools(ctx, [...before, ...after].map((d) => d.pool_id));
  const weighed = ({ owner_id, pool_id, reasons }: RouteDecision): Weighed => ({
    outcome: { owner_id, pool_id, name: owner_id ? (people.people.get(owner_id)?.name ?? "") : (poolNames.get(pool_id ?? "") ?? "") }, reasons, counted: owner_id ? 1 : 0, owner_id,
  });
  const sides = { before: impact(before, peaks.before), after: impact(after, peaks.after) };
  const both = (of: (side: Impact) => number) => ({ before: of(sides.before), after: of(sides.after) });
  const concerned = new Set([...sides.before.people.keys(), ...sides.after.people.keys()]);
  const ruleIds = new Set<string | null>([...draft.rules, ...published.rules].map((rule) => rule.id));
  return {
    ...(await difference(ctx, replayed, rows.map((row, i) => ({ row, before: weighed(before[i] as RouteDecision), after: weighed(after[i] as RouteDecision) })), { zh: "分到的线索", en: "leads assigned" })),
    unassigned: both((side) => side.unassigned), breaches: both((side) => side.breaches),
    people: [...concerned].map((id): PersonImpact => {
      const [was, is] = [sides.before.people.get(id) ?? NOTHING, sides.after.people.get(id) ?? NOTHING];
      const caps = [people.people.get(id)?.capOpen ?? null, pool.limits.holding].filter((cap) => cap !== null);
      return { id, name: people.people.get(id)?.name ?? "", before: was.got, after: is.got, full: { before: was.full, after: is.full }, most: { before: was.most, after: is.most }, cap: caps.length > 0 ? Math.min(...caps) : null };
    }).sort((a, b) => b.after - a.after || b.before - a.before),
    rules: [...ruleIds, null].map((id) => ({ id, name: [...draft.rules, ...published.rules].find((rule) => rule.id === id)?.name ?? null, ...both((side) => side.rules.get(id) ?? 0) })),
  };
}

interface Impact {
  unassigned: number;
  breaches: number;
  rules: Map<string | null, number>;
  people: Map<string, { got: number; full: number; most: number }>;
}
const NOTHING = { got: 0, full: 0, most: 0 };
const FULL = new Set(["over_open_capacity", "over_daily_capacity", "over_grade_capacity"]);

/** Sums the decisions of one replay up. */
function impact(decisions: readonly RouteDecision[], peaks: ReadonlyMap<string, number>): Impact {
  const sum: Impact = { unassigned: 0, breaches: 0, rules: new Map(), people: new Map() };
  const of = (id: string) => {
    let person = sum.people.get(id);
    if (!person) sum.people.set(id, (person = { got: 0, full: 0, most: peaks.get(id) ?? 0 }));
    return person;
  };
  for (const { owner_id, rule_id, candidates } of decisions) {
    sum.rules.set(rule_id, (sum.rules.get(rule_id) ?? 0) + 1);
    if (owner_id === null) sum.unassigned++;
    else of(owner_id).got++;
    const full = new Set(candidates.filter((one) => one.outcome === "out" && one.reasons.some(({ code }) => FULL.has(code))).map((one) => one.id));
    if (full.size > 0) sum.breaches++;
    for (const id of full) of(id).full++;
  }
  return sum;
}

/** One replay, hour by hour in the order the leads came. */
async function handOut(ctx: Ctx, policy: RoutePolicy, replay: HandOut): Promise<RouteDecision[]> {
  const { rows, people } = replay;
  const zone = ctx.house.settings.timeZone;
  const [owners, formers] = await Promise.all([accountOwners(ctx, policy, rows), formerOwners(ctx, policy, rows, rows[0]?.created_at as string | undefined)]);
  const sticky = policy.rules.some((rule) => rule.strategy.kind === "sticky");
  const env = { now: ctx.now, timeZone: zone, teamsUnder: (team: string) => people.teamsUnder(team) };
  const standing = new Map<string, Candidate>();
  const decided: RouteDecision[] = [];
  const given = new Map<string, string>();
  const leaving = rows.filter(hasLeft).sort((a, b) => String(a.stage_at).localeCompare(String(b.stage_at)));
  let left = 0;
  let state: RouteState = {};
  let day = "";
  for (const batch of hours(rows)) {
    const at = new Date(batch[0]?.created_at as string);
    const date = localDate(at.getTime(), zone);
    if (date !== day) for (const person of standing.values()) person.assignedToday = 0;
    day = date;
    for (; left < leaving.length && String(leaving[left]?.stage_at) <= at.toISOString(); left++) {
      const row = leaving[left] as Row;
      const holder = standing.get(given.get(row.id as string) ?? "");
      if (holder) hold(holder, row, -1);
    }
    // As on arrival: nobody's yet, at its first stage.
    const leads = batch.map((row): RouteLead => ({ ...routeLead(row, owners, formers), row: { ...row, owner_id: null, pool_id: null, stage: "new" } }));
    const works = shiftAt(replay.calendar, at);
    const candidates = named(policy, people, leads, at.toISOString()).map((id): Candidate => {
      const was = standing.get(id);
      const counts = replay.counts ? (was?.held ?? (replay.counts.get(id) ?? []).map((one) => ({ ...one }))) : undefined;
      const now: Candidate = { ...candidateAt(people, id, at, works, zone, replay.holding), open: was?.open ?? replay.held.get(id) ?? 0, assignedToday: was?.assignedToday ?? 0, ...(counts ? { held: counts } : {}) };
      standing.set(id, now);
      return now;
    });
    const result = decideRoute(policy, leads, { people: candidates, env: { ...env, now: at }, lastPool: DEFAULT_POOL, stats: replay.stats }, state);
    state = result.state;
    result.decisions.forEach(({ owner_id: owner }, i) => {
      const row = batch[i] as Row;
      if (!owner) return;
      hold(standing.get(owner) as Candidate, row, 1);
      given.set(row.id as string, owner);
      replay.peaks.set(owner, Math.max(replay.peaks.get(owner) ?? 0, standing.get(owner)?.open ?? 0));
      if (sticky) for (const key of [row.phone, row.company_key]) if (typeof key === "string") formers.set(key, owner);
    });
    decided.push(...result.decisions);
    replay.tick(decided.length);
    await setImmediate();
  }
  return decided;
}

/** A lead that was closed, or went back to a pool, at some time after it came: whoever got it holds it until then. */
function hasLeft({ owner_id, stage, stage_at, created_at }: Row): boolean {
  return (CLOSED_STAGES.has(String(stage)) || !owner_id) && typeof stage_at === "string" && stage_at > String(created_at);
}

/** Leads at most that are decided before others get their turn. */
const CHUNK = 500;

function hours(rows: readonly Row[]): Row[][] {
  const batches: Row[][] = [];
  let hour = -1;
  for (const row of rows) {
    const of = Math.floor(Date.parse(row.created_at as string) / HOUR);
    if (of !== hour || batches.at(-1)?.length === CHUNK) batches.push([]);
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

async function countsBesides(ctx: Ctx, people: Directory, rows: readonly Row[]): Promise<Map<string, OpenCount[]>> {
  const counts = await openCounts(ctx, [...people.people.keys()]);
  for (const row of rows) {
    const held = typeof row.owner_id === "string" ? counts.get(row.owner_id)?.find((one) => one.letter === letterOf(row.grade) && one.stage === row.stage) : undefined;
    if (held) held.n--;
  }
  return counts;
}

async function namesOfPools(ctx: Ctx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from crm.pool where id = any(${[...new Set(ids.filter((id) => id !== null))]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.name]));
}
