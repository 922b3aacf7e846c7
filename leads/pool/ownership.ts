import { sql } from "kysely";
import { type Directory, directory } from "../../core/access/directory.ts";
import { can } from "../../core/access/rights.ts";
import type { Ctx } from "../../core/ctx.ts";
import { startOfDay } from "../../core/language/zone.ts";
import type { Row } from "../../core/language/types.ts";
import type { Write } from "../../core/objects/standard.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { Forbidden, type Refusal } from "../../core/refusal.ts";
import { capOf, roomsOf, type TeamRoom, teamRooms } from "./caps.ts";
import { canClaim } from "./claimable.ts";
import { dateOf, endOfDate } from "./days.ts";
import { poolPolicy } from "./kind.ts";
import { counterOf, holding, type Load, lockLoads, saveLoads, weight } from "./loads.ts";
import type { PoolPolicy } from "./policy.ts";
import { pair, type PoolLoads, poolLoads } from "./pool_loads.ts";
import { protect } from "./protection.ts";
import { CLOSED_STAGES } from "../lead.object.ts";
import { countGrade, type GradeLoads, gradeLoads, overGrade } from "./grade_loads.ts";
import { AlreadyOwned, claimRefusal, GradeFull, holdingFull, Inactive, PoolHoldingFull, TeamHoldingFull } from "./refusals.ts";
import { hasOwnLimits, homeOf, rulesOf, takenFrom } from "./rules_of.ts";

/** What a write means for who holds the lead. */
export type Move = "claim" | "assign" | "transfer" | "create" | "release" | "none";

const ownerOf = (row: Row | null): string | null => (row?.owner_id as string | null | undefined) ?? null;

/** Classifies a write by what happens, never by the button pressed. */
export function moveOf(tx: Ctx, write: Write): Move {
  const from = ownerOf(write.before);
  const to = ownerOf(write.after);
  if (from === to) return "none";
  if (to === null) return "release";
  if (from !== null) return "transfer";
  if (write.before === null) return "create";
  return write.before.pool_id && tx.actor.kind === "person" && to === tx.actor.id ? "claim" : "assign";
}

/** What is needed to judge a batch. */
interface Ledger {
  policy: PoolPolicy;
  people: Directory;
  loads: Map<string, Load>;
  /** Of people who gain a lead of a pool with limits of its own. */
  byPool: PoolLoads;
  /** Of people with caps for single grades. */
  byGrade: GradeLoads;
  /** Of those who gain a lead: what their teams may hold together. */
  rooms: TeamRoom[];
  history: Map<string, PoolHistory>;
  /** Leads whose present owner claimed them today. */
  claimedToday: ReadonlySet<string>;
}

/**
 * Applies pool and capacity rules to every change of owner in a batch: rights, limits, cool-down, freeze, protection. The counters of
 * everybody concerned are locked first, so that limits hold exactly; a write that breaks one is refused alone.
 */
export async function applyOwnership(tx: Ctx, writes: readonly Write[]): Promise<(Refusal | null)[]> {
  const { body: policy } = await publishedPolicy(tx.house, poolPolicy);
  const people = await directory.get(tx.house);
  const moves = writes.map((w) => moveOf(tx, w));
  writes.forEach(settle);
  const concerned = writes.flatMap((w) => (counterOf(w.before) === counterOf(w.after) && ownerOf(w.before) === ownerOf(w.after) ? [] : [ownerOf(w.before), ownerOf(w.after)])).filter((id) => id !== null);
  const refusals: (Refusal | null)[] = writes.map((w, i) => forbidden(tx, w, moves[i] as Move, people));
  if (concerned.length === 0) return refusals;
  const loads = await lockLoads(tx, concerned);
  const of = (...kinds: Move[]) => writes.filter((_, i) => kinds.includes(moves[i] as Move)).map((w) => w.id);
  const rooms = await teamRooms(tx, policy.limits, people, writes.filter((w) => gains(policy, w)).map((w) => ownerOf(w.after) as string));
  const gainers = hasOwnLimits(policy) ? [...new Set(writes.filter((w) => gains(policy, w) && takenFrom(w.after)).map((w) => ownerOf(w.after) as string))] : [];
  const ledger: Ledger = {
    policy, people, loads, byGrade: await gradeLoads(tx, people, writes.flatMap((w) => (counterOf(w.after) === "held" && (counterOf(w.before) !== "held" || ownerOf(w.before) !== ownerOf(w.after)) ? [ownerOf(w.after) as string] : []))),
    rooms, byPool: await poolLoads(tx, policy, gainers), history: await poolHistory(tx, of("claim")),
    claimedToday: policy.limits.released_counts ? new Set() : await claimsOfToday(tx, of("release")),
  };
  writes.forEach((w, i) => {
    if (refusals[i]) return;
    const refused = check(tx, ledger, w, moves[i] as Move);
    if (refused) refusals[i] = refused;
    else move(tx, ledger, w, moves[i] as Move);
  });
  await saveLoads(tx, loads.values());
  return refusals;
}

/** No open lead without owner or pool, none with both. A lead that leaves a pool keeps it as its home, and goes back there. */
function settle({ after }: Write): void {
  if (CLOSED_STAGES.has(String(after.stage)) || ownerOf(after) !== null) {
    if (after.pool_id) after.home_pool_id = after.pool_id;
    after.pool_id = null;
    return;
  }
  after.pool_id = homeOf(after);
  if (after.home_pool_id) after.home_pool_id = null;
}

/** Whether the owner after the write has one more that counts towards their caps. */
function gains(policy: PoolPolicy, { before, after }: Write): boolean {
  const to = ownerOf(after);
  return to !== null && weight(policy.limits, after) > (ownerOf(before) === to ? weight(policy.limits, before) : 0);
}

function forbidden(tx: Ctx, write: Write, move: Move, people: Directory): Refusal | null {
  const to = ownerOf(write.after);
  if (to !== null && move !== "none" && people.people.get(to)?.status !== "active") return Inactive({ person: to });
  if (move === "none" || move === "create" || tx.cause.kind !== "hand" && tx.cause.kind !== "api") return null;
  return can(tx.actor, `lead:${move}`) ? null : Forbidden({ need: `lead:${move}` });
}

interface PoolHistory {
  lead_id: string;
  in_pool_since: string | null;
  previous_owner_id: string | null;
  previous_until: string | null;
}

/** Since when leads lie in their pool, and until when whoever claims them now has held them before. */
async function poolHistory(tx: Ctx, leads: readonly string[]): Promise<Map<string, PoolHistory>> {
  if (leads.length === 0) return new Map();
  const { rows } = await sql<PoolHistory>`
    select l.id as lead_id,
      (select from_at from clew.hold h where h.lead_id = l.id and h.to_at is null and h.pool_id is not null) as in_pool_since,
      p.owner_id as previous_owner_id, p.to_at as previous_until
    from unnest(${leads}::uuid[]) l(id)
    left join lateral (select owner_id, to_at from clew.hold h where h.lead_id = l.id and h.owner_id = ${tx.actor.id}::uuid order by from_at desc, id desc limit 1) p on true`.execute(tx.db);
  return new Map(rows.map((row) => [row.lead_id, row]));
}

/** Those of these leads whose present owner claimed them since local midnight. */
async function claimsOfToday(tx: Ctx, leads: readonly string[]): Promise<Set<string>> {
  if (leads.length === 0) return new Set();
  const zone = tx.house.settings.timeZone;
  const { rows } = await sql<{ lead_id: string }>`
    select lead_id from clew.hold where lead_id = any(${leads}::uuid[]) and to_at is null and how = 'claim' and from_at >= ${new Date(startOfDay(dateOf(tx.now, zone), zone))}`.execute(tx.db);
  return new Set(rows.map((row) => row.lead_id));
}

function check(tx: Ctx, { policy, people, loads, byPool, byGrade, rooms, history }: Ledger, write: Write, move: Move): Refusal | null {
  if (!gains(policy, write)) return null;
  const graded = overGrade(people, byGrade, write.after);
  const to = ownerOf(write.after) as string;
  const load = loads.get(to) as Load;
  const pool = takenFrom(write.after);
  const inPool = pool === null ? undefined : byPool.get(pair(to, pool));
  const rules = rulesOf(policy, pool);
  const cap = capOf(policy.limits, people, to);
  // What passes from one to another of the same team adds nothing to what the team holds.
  const from = weight(policy.limits, write.before) > 0 ? ownerOf(write.before) : null;
  const filled = roomsOf(rooms, to).filter(({ members }) => from === null || !members.has(from));
  if (move !== "claim") {
    const held = holding(load, policy.limits);
    if (cap && held >= cap.limit) return holdingFull(to, held, cap);
    const full = filled.find((room) => room.held >= room.limit);
    if (full) return TeamHoldingFull({ person: to, team: full.team, held: full.held, limit: full.limit, cap: "team_together" });
    const own = rules.own?.holding ?? null;
    if (own !== null && inPool && inPool.holding >= own) return PoolHoldingFull({ person: to, held: inPool.holding, limit: own });
    return graded ? GradeFull({ person: to, ...graded }) : null;
  }
  const known = history.get(write.id);
  const before = write.before as Row;
  if (ownerOf(before) !== null) return AlreadyOwned();
  const [reason] = canClaim(
    rules,
    {
      owner_id: null, pool_id: before.pool_id as string, in_pool_since: known?.in_pool_since ? new Date(known.in_pool_since) : null,
      previous_owner_id: known?.previous_owner_id ?? null, previous_until: known?.previous_until ? new Date(known.previous_until) : null,
    },
    { id: to, claimed_today: load.claimed, released_today: 0, holding: load.held, holding_converted: load.converted, cap, rooms: filled, last_claim_at: load.last_claim_at ? new Date(load.last_claim_at) : null, in_pool: inPool },
    { now: tx.now, timeZone: tx.house.settings.timeZone },
  );
  return reason ? claimRefusal(reason) : graded ? GradeFull({ person: to, ...graded }) : null;
}

function move(tx: Ctx, { policy, loads, byPool, byGrade, rooms, claimedToday }: Ledger, write: Write, how: Move): void {
  const { before, after } = write;
  const from = ownerOf(before);
  const to = ownerOf(after);
  const count = (owner: string | null, row: Row | null, by: 1 | -1): void => {
    const counter = counterOf(row);
    if (owner === null || row === null || counter === null) return;
    (loads.get(owner) as Load)[counter] += by;
    for (const room of roomsOf(rooms, owner)) room.held += by * weight(policy.limits, row);
    const inPool = byPool.get(pair(owner, takenFrom(row) ?? ""));
    if (inPool) inPool.holding += by * weight(policy.limits, row);
  };
  countGrade(byGrade, before, -1);
  countGrade(byGrade, after, 1);
  count(from, before, -1);
  count(to, after, 1);
  if (how === "none") return;
  const zone = tx.house.settings.timeZone;
  if (to === null) {
    Object.assign(after, { protected_until: null, recycle_at: null, response_due_at: null, assigned_at: null, extended_until: null, next_step_at: null, next_step: null });
    if (tx.cause.kind === "timer") after.times_recycled = ((before?.times_recycled as number | null) ?? 0) + 1;
    const load = from === null ? undefined : loads.get(from);
    if (load && claimedToday.has(write.id)) load.claimed = Math.max(0, load.claimed - 1);
    return;
  }
  const load = loads.get(to) as Load;
  const at = (how === "create" && (after.assigned_at as string | null)) || tx.now.toISOString();
  after.assigned_at = at;
  if (after.extended_until) after.extended_until = null;
  if (how === "claim") {
    load.claimed++;
    load.last_claim_at = at;
    const inPool = byPool.get(pair(to, takenFrom(after) ?? ""));
    if (inPool) Object.assign(inPool, { claimed_today: inPool.claimed_today + 1, last_claim_at: tx.now });
  } else load.assigned++;
  if (after.stage === "new") after.stage = "assigned";
  after.protected_until = endOfDate(protect(rulesOf(policy, takenFrom(after)), dateOf(new Date(at), zone)).ends, zone).toISOString();
}
