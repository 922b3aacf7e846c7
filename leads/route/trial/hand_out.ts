import type { Directory } from "../../../core/access/directory.ts";
import { breather } from "../../../core/breathe.ts";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import { localDate } from "../../../core/language/zone.ts";
import { DEFAULT_POOL } from "../../campaign.object.ts";
import { CLOSED_STAGES } from "../../lead.object.ts";
import { capOf } from "../../pool/caps.ts";
import type { PoolPolicy } from "../../pool/policy.ts";
import type { Calendars } from "../../sla/organisation_calendar.ts";
import type { LeadFacts } from "../../sla/replay/facts.ts";
import { type Candidate, hold } from "../candidates.ts";
import { decideRoute, type RouteDecision, type RouteLead, type RouteState } from "../decide.ts";
import type { OpenCount } from "../effort.ts";
import { accountOwners, type Formers, formerOwners, named, routeLead } from "../inputs.ts";
import { candidateAt, worksAt } from "../load_candidates.ts";
import type { MatchStats } from "../match_stats.ts";
import { acceptUntil } from "../accept.ts";
import type { AcceptWithin, RoutePolicy } from "../policy.ts";
import { routeReason } from "../words.ts";
import { type Accepting, wouldAccept } from "./accepting.ts";
import { countFull, countLast, countOpen, type Impact, newImpact } from "./impact.ts";

const HOUR = 3_600_000;
/** Looks at a candidate that are taken between two breaths. */
const LOOKS = 4_000;
/** Leads whose owners of before are asked for together. */
const ASKED = 1_000;

export interface Stage {
  /** Oldest first. */
  rows: readonly Row[];
  people: Directory;
  calendars: Calendars;
  /** Open leads a person held besides those replayed, in all and by grade and stage. */
  held: ReadonlyMap<string, number>;
  counts: ReadonlyMap<string, readonly OpenCount[]> | null;
  limits: PoolPolicy["limits"];
  /** Past conversion as it stood when the first of these leads came. */
  stats: MatchStats;
  /** What really happened to the leads; empty where no rule sets a time to accept. */
  facts: ReadonlyMap<string, LeadFacts>;
}

/** Where a lead ends, without the candidates: they would be millions. */
export type Ended = Omit<RouteDecision, "candidates">;

export interface HandedOut {
  decisions: Ended[];
  impact: Impact;
  accepting: Accepting;
}

interface Miss {
  at: number;
  index: number;
  owner: string;
}

/** One replay of a policy in the order the leads came; whoever let a lead pass in fact lets it pass here, and the next one gets it. */
export async function handOut(ctx: Ctx, policy: RoutePolicy, stage: Stage, tick: (done: number) => void): Promise<HandedOut> {
  const { rows, people, calendars } = stage;
  const zone = ctx.house.settings.timeZone;
  const { owners, formers } = await ownersBefore(ctx, policy, rows);
  const env = { timeZone: zone, teamsUnder: (team: string) => people.teamsUnder(team) };
  const within = new Map<string | null, AcceptWithin>(policy.rules.flatMap((rule) => (rule.accept_within ? [[rule.id, rule.accept_within] as const] : [])));
  const sticky = policy.rules.some((rule) => rule.strategy.kind === "sticky");
  const decisions: Ended[] = [];
  const impact = newImpact();
  const accepting: Accepting = { offered: 0, missed: 0, unknown: 0 };
  const standing = new Map<string, Candidate>();
  const passed = new Map<number, string[]>();
  const misses: Miss[] = [];
  const leaving = rows.flatMap((row, index) => (hasLeft(row) ? [{ at: Date.parse(String(row.stage_at)), index }] : [])).sort((a, b) => a.at - b.at);
  const gone = new Set<number>();
  let left = 0;
  let state: RouteState = {};
  let day = "";

  const letGo = (at: Date): void => {
    const date = localDate(at.getTime(), zone);
    if (date !== day) for (const person of standing.values()) Object.assign(person, { assignedToday: 0, missedToday: 0 });
    day = date;
    for (let next = leaving[left]; next && next.at <= at.getTime(); next = leaving[++left]) {
      gone.add(next.index);
      const holder = standing.get(decisions[next.index]?.owner_id ?? "");
      if (holder) hold(holder, rows[next.index] as Row, -1);
    }
  };
  const candidatesFor = (leads: readonly RouteLead[], at: Date): Candidate[] => {
    const works = worksAt(calendars, people, at);
    return named(policy, people, leads, at.toISOString()).map((id) => {
      const was = standing.get(id);
      const now: Candidate = { ...candidateAt(people, id, at, works, zone, capOf(stage.limits, people, id)), open: was?.open ?? stage.held.get(id) ?? 0, assignedToday: was?.assignedToday ?? 0, missedToday: was?.missedToday ?? 0 };
      if (stage.counts) now.held = was?.held ?? (stage.counts.get(id) ?? []).map((one) => ({ ...one }));
      standing.set(id, now);
      return now;
    });
  };
  const offer = (index: number, { owner_id: owner, rule_id }: RouteDecision, at: Date): void => {
    const limit = within.get(rule_id);
    if (!limit || owner === null) return;
    accepting.offered++;
    const until = (from: Date) => acceptUntil(limit, calendars, people, owner, from);
    const would = wouldAccept(stage.facts.get((rows[index] as Row).id as string), owner, until, ctx.now);
    if (would === "unknown") accepting.unknown++;
    if (would === "missed") queue(misses, { at: until(at).getTime(), index, owner });
  };
  /** Decides for leads at a moment; what was decided of a lead before is replaced. */
  const give = (indexes: readonly number[], at: Date): void => {
    const leads = indexes.map((index): RouteLead => {
      const row = rows[index] as Row;
      const before = passed.get(index);
      // As on arrival: nobody's yet, at its first stage.
      return { ...routeLead(row, owners, formers), row: { ...row, owner_id: null, pool_id: null, stage: "new" }, ...(before ? { passed: before } : {}) };
    });
    const result = decideRoute(policy, leads, { people: candidatesFor(leads, at), env: { ...env, now: at }, lastPool: DEFAULT_POOL, stats: stage.stats }, state);
    state = result.state;
    result.decisions.forEach((decision, i) => {
      const index = indexes[i] as number;
      const row = rows[index] as Row;
      const { candidates: _, ...ended } = decision;
      countFull(impact, decision);
      decisions[index] = { ...ended, reasons: [...(passed.has(index) ? (decisions[index] as Ended).reasons.filter(({ code }) => code === "replay_missed") : []), ...ended.reasons] };
      const owner = decision.owner_id;
      if (owner === null) return;
      const holder = standing.get(owner) as Candidate;
      hold(holder, row, 1);
      countOpen(impact, owner, holder.open);
      if (sticky) for (const key of [row.phone, row.company_key]) if (typeof key === "string") formers.set(key, owner);
      offer(index, decision, at);
    });
  };
  const passOn = async (until: Date, breathe: () => Promise<void> | undefined): Promise<void> => {
    for (let miss = misses.at(-1); miss && miss.at <= until.getTime(); miss = misses.at(-1)) {
      misses.pop();
      const at = new Date(miss.at);
      letGo(at);
      if (gone.has(miss.index)) continue;
      const holder = standing.get(miss.owner) as Candidate;
      hold(holder, rows[miss.index] as Row, -1);
      holder.missedToday = (holder.missedToday ?? 0) + 1;
      accepting.missed++;
      passed.set(miss.index, [...(passed.get(miss.index) ?? []), miss.owner]);
      (decisions[miss.index] as Ended).reasons.unshift(routeReason("replay_missed", { person: miss.owner, until: at.toISOString() }));
      give([miss.index], at);
      await breathe();
    }
  };

  const breathe = breather();
  for (let done = 0; done < rows.length; ) {
    const at = new Date((rows[done] as Row).created_at as string);
    await passOn(at, breathe);
    letGo(at);
    const hour = Math.floor(at.getTime() / HOUR);
    const most = Math.max(1, Math.floor(LOOKS / Math.max(1, standing.size)));
    const indexes: number[] = [];
    for (; indexes.length < most && rows[done] && Math.floor(Date.parse((rows[done] as Row).created_at as string) / HOUR) === hour; done++) indexes.push(done);
    give(indexes, at);
    tick(done);
    await breathe();
  }
  await passOn(ctx.now, breathe);
  for (const decision of decisions) countLast(impact, decision);
  return { decisions, impact, accepting };
}

/** Owners of accounts, and who held a phone or company before the first of these leads. */
async function ownersBefore(ctx: Ctx, policy: RoutePolicy, rows: readonly Row[]): Promise<{ owners: Map<string, string>; formers: Formers }> {
  const [owners, formers]: [Map<string, string>, Formers] = [new Map(), new Map()];
  const first = rows[0]?.created_at as string | undefined;
  for (let from = 0; from < rows.length; from += ASKED) {
    const some = rows.slice(from, from + ASKED);
    for (const [key, id] of await accountOwners(ctx, policy, some)) owners.set(key, id);
    for (const [key, id] of await formerOwners(ctx, policy, some, first)) formers.set(key, id);
  }
  return { owners, formers };
}

/** Keeps the misses in order, the next at the end. */
function queue(misses: Miss[], miss: Miss): void {
  let at = misses.length;
  while (at > 0 && (misses[at - 1] as Miss).at < miss.at) at--;
  misses.splice(at, 0, miss);
}

/** A lead that was closed, or went back to a pool, at some time after it came: whoever got it holds it until then. */
function hasLeft({ owner_id, stage, stage_at, created_at }: Row): boolean {
  return (CLOSED_STAGES.has(String(stage)) || !owner_id) && typeof stage_at === "string" && stage_at > String(created_at);
}
