import { sql } from "kysely";
import { directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { filterFields } from "../../../core/language/filter/parse.ts";
import type { Simulated, SimulationRun } from "../../../core/policies/simulation.ts";
import { publishedPolicies, publishedPolicy } from "../../../core/policies/published.ts";
import type { Text } from "../../../core/refusal.ts";
import { capOf } from "../../pool/caps.ts";
import { poolPolicy } from "../../pool/kind.ts";
import { difference, leadsToReplay, type Replay, type Weighed } from "../../replay.ts";
import { organisationCalendar, teamCalendars } from "../../sla/organisation_calendar.ts";
import { factsOfAll } from "../../sla/replay/facts.ts";
import { needsOf } from "../load_candidates.ts";
import { NO_STATS } from "../match_stats.ts";
import { plainOf, type RoutePolicy, SIMILAR } from "../policy.ts";
import { statsBefore } from "../stats.ts";
import type { Accepting } from "./accepting.ts";
import { countsBesides, heldBesides } from "./besides.ts";
import { type Ended, handOut } from "./hand_out.ts";
import { type Impact, NOTHING } from "./impact.ts";

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
  /** Of what was given with a time to accept; null where no rule sets one. */
  accepting: { before: Accepting; after: Accepting } | null;
  /** What each rule caught; id null is the fallback. */
  rules: { id: string | null; name: Text | null; before: number; after: number }[];
}

/** What a trial reads of a lead beyond what its rules look at. */
const READ = ["province", "city", "company_key", "phone", "grade", "stage_at", "first_response_at", "accepted_at", "no_automation", ...SIMILAR];

/**
 * Hands the leads of the last days out again, once by the policy in force and once by the draft, both from the same start: turns at zero,
 * open leads as now without the replayed ones, daily counts per day, leave and shifts as of the hour each lead came, past conversion as known
 * before the first. A lead is held until it was closed or went back to a pool in fact. Who did hold a lead accepts it here as late as they did
 * then, or lets it pass; of whoever did not, nobody knows: they are taken to accept, and counted. Writes nothing.
 */
export async function simulateRoute(ctx: Ctx, draft: RoutePolicy, run: SimulationRun): Promise<RouteTrial> {
  const published = (await publishedPolicies.get(ctx.house)).get("route")?.body as RoutePolicy;
  const both = [published, draft];
  const replayed = await leadsToReplay(ctx, run, [...READ, ...both.flatMap(lookedAt)], both.flatMap(lookedAt));
  const { rows } = replayed;
  const [people, { body: pool }, organisation, teams] = await Promise.all([directory.get(ctx.house), publishedPolicy(ctx.house, poolPolicy), organisationCalendar.get(ctx.house), teamCalendars.get(ctx.house)]);
  const needs = both.map(needsOf);
  const graded = [...people.people.values()].some((person) => Object.keys(person.capGrades).length > 0) || needs.some((need) => need.effort);
  const timed = both.some((policy) => policy.rules.some((rule) => rule.accept_within));
  const total = rows.length * 2;
  const stage = {
    rows, people, held: await heldBesides(ctx, rows), counts: graded ? await countsBesides(ctx, people, rows) : null, limits: pool.limits, calendars: { organisation, teams },
    stats: needs.some((need) => need.stats) ? await statsBefore(ctx, new Date((rows[0]?.created_at as string | undefined) ?? ctx.now)) : NO_STATS,
    facts: timed ? await factsOfAll(ctx, rows) : new Map(),
  };
  const before = await handOut(ctx, published, stage, (done) => run.progress(done, total));
  const after = await handOut(ctx, draft, stage, (done) => run.progress(rows.length + done, total));
  run.progress(total, total);
  const poolNames = await namesOfPools(ctx, [...before.decisions, ...after.decisions]);
  const weighed = ({ owner_id, pool_id, reasons }: Ended): Weighed => ({
    outcome: { owner_id, pool_id, name: owner_id ? (people.people.get(owner_id)?.name ?? "") : (poolNames.get(pool_id ?? "") ?? "") }, reasons, counted: owner_id ? 1 : 0, owner_id,
  });
  const replays = rows.map((row, i): Replay => ({ row, before: weighed(before.decisions[i] as Ended), after: weighed(after.decisions[i] as Ended) }));
  const sides = (of: (side: Impact) => number) => ({ before: of(before.impact), after: of(after.impact) });
  const concerned = new Set([...before.impact.people.keys(), ...after.impact.people.keys()]);
  const ruleIds = new Set<string | null>([...draft.rules, ...published.rules].map((rule) => rule.id));
  return {
    ...(await difference(ctx, replayed, replays, { zh: "分到的线索", en: "leads assigned" })),
    unassigned: sides((side) => side.unassigned), breaches: sides((side) => side.breaches), accepting: timed ? { before: before.accepting, after: after.accepting } : null,
    people: [...concerned].map((id): PersonImpact => {
      const [was, is] = [before.impact.people.get(id) ?? NOTHING, after.impact.people.get(id) ?? NOTHING];
      return { id, name: people.people.get(id)?.name ?? "", before: was.got, after: is.got, full: { before: was.full, after: is.full }, most: { before: was.most, after: is.most }, cap: capOf(pool.limits, people, id)?.limit ?? null };
    }).sort((a, b) => b.after - a.after || b.before - a.before),
    rules: [...ruleIds, null].map((id) => ({ id, name: [...draft.rules, ...published.rules].find((rule) => rule.id === id)?.name ?? null, ...sides((side) => side.rules.get(id) ?? 0) })),
  };
}

/** The fields by which a policy tells leads apart. */
function lookedAt({ rules }: RoutePolicy): string[] {
  return rules.flatMap((rule) => {
    const strategy = plainOf(rule.strategy);
    return [
      ...filterFields(rule.when), ...(rule.skills_of ?? []), ...(rule.territory ? ["province", "city"] : []), ...(rule.strategy.kind === "sticky" ? ["phone", "company"] : []),
      ...(rule.target.kind === "account_owner" ? ["company"] : []), ...(strategy.kind === "best_match" ? SIMILAR.filter((field) => strategy.similar[field]) : []),
    ];
  });
}

async function namesOfPools(ctx: Ctx, decisions: readonly Ended[]): Promise<Map<string, string>> {
  const ids = new Set(decisions.flatMap(({ pool_id }) => pool_id ?? []));
  const { rows } = await sql<{ id: string; name: string }>`select id, name from crm.pool where id = any(${[...ids]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.name]));
}
