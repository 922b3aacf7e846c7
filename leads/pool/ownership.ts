import { sql } from "kysely";
import { type Directory, directory } from "../../core/access/directory.ts";
import { can } from "../../core/access/rights.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import type { Write } from "../../core/objects/standard.ts";
import { publishedPolicy } from "../../core/policies/published.ts";
import { Forbidden, type Refusal } from "../../core/refusal.ts";
import { canClaim } from "./claimable.ts";
import { dateOf, endOfDate } from "./days.ts";
import { DEFAULT_POOL } from "../campaign.object.ts";
import { poolPolicy } from "./kind.ts";
import { type Load, lockLoads, saveLoads } from "./loads.ts";
import type { PoolPolicy } from "./policy.ts";
import { protect } from "./protection.ts";
import { CLOSED_STAGES } from "../lead.object.ts";
import { AlreadyOwned, claimRefusal, HoldingFull, Inactive } from "./refusals.ts";

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

/**
 * Applies pool and capacity rules to every change of owner in a batch: rights, limits, cool-down, freeze, protection. The counters of
 * everybody concerned are locked first, so that limits hold exactly; a write that breaks one is refused alone.
 */
export async function applyOwnership(tx: Ctx, writes: readonly Write[]): Promise<(Refusal | null)[]> {
  const { body: policy } = await publishedPolicy(tx.house, poolPolicy);
  const people = await directory.get(tx.house);
  const moves = writes.map((w) => moveOf(tx, w));
  writes.forEach(settle);
  const concerned = writes.flatMap((w) => (weight(policy, w.before) === weight(policy, w.after) && ownerOf(w.before) === ownerOf(w.after) ? [] : [ownerOf(w.before), ownerOf(w.after)])).filter((id) => id !== null);
  const refusals: (Refusal | null)[] = writes.map((w, i) => forbidden(tx, w, moves[i] as Move, people));
  if (concerned.length === 0) return refusals;
  const loads = await lockLoads(tx, concerned);
  const history = await poolHistory(tx, writes.filter((_, i) => moves[i] === "claim").map((w) => w.id));
  writes.forEach((w, i) => {
    if (refusals[i]) return;
    const refused = check(tx, policy, people, loads, history, w, moves[i] as Move);
    if (refused) refusals[i] = refused;
    else move(tx, policy, loads, w, moves[i] as Move);
  });
  await saveLoads(tx, loads.values());
  return refusals;
}

/** No open lead without owner or pool, none with both. */
function settle({ after }: Write): void {
  if (CLOSED_STAGES.has(String(after.stage)) || ownerOf(after) !== null) after.pool_id = null;
  else if (!after.pool_id) after.pool_id = DEFAULT_POOL;
}

/** What a row counts in its owner's holding: 1 or 0. */
export function weight(policy: PoolPolicy, row: Row | null): number {
  if (ownerOf(row) === null || row?.stage === "disqualified") return 0;
  return row?.stage === "converted" && !policy.limits.count_converted ? 0 : 1;
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

async function poolHistory(tx: Ctx, leads: readonly string[]): Promise<Map<string, PoolHistory>> {
  if (leads.length === 0) return new Map();
  const { rows } = await sql<PoolHistory>`
    select l.id as lead_id,
      (select from_at from clew.hold h where h.lead_id = l.id and h.to_at is null and h.pool_id is not null) as in_pool_since,
      p.owner_id as previous_owner_id, p.to_at as previous_until
    from unnest(${leads}::uuid[]) l(id)
    left join lateral (select owner_id, to_at from clew.hold h where h.lead_id = l.id and h.owner_id is not null order by from_at desc limit 1) p on true`.execute(tx.db);
  return new Map(rows.map((row) => [row.lead_id, row]));
}

function check(tx: Ctx, policy: PoolPolicy, people: Directory, loads: Map<string, Load>, history: Map<string, PoolHistory>, write: Write, move: Move): Refusal | null {
  const to = ownerOf(write.after);
  const gained = to !== null && weight(policy, write.after) > (ownerOf(write.before) === to ? weight(policy, write.before) : 0);
  if (!gained || to === null) return null;
  const load = loads.get(to) as Load;
  const caps = [people.people.get(to)?.capOpen ?? null].filter((cap) => cap !== null);
  if (move !== "claim") {
    const limit = Math.min(policy.limits.holding ?? Infinity, ...caps);
    return load.held >= limit ? HoldingFull({ person: to, held: load.held, limit }) : null;
  }
  const known = history.get(write.id);
  const before = write.before as Row;
  if (ownerOf(before) !== null) return AlreadyOwned();
  const [reason] = canClaim(
    policy,
    {
      owner_id: null, pool_id: before.pool_id as string, in_pool_since: known?.in_pool_since ? new Date(known.in_pool_since) : null,
      previous_owner_id: known?.previous_owner_id ?? null, previous_until: known?.previous_until ? new Date(known.previous_until) : null,
    },
    { id: to, claimed_today: load.claimed, released_today: 0, holding: load.held, holding_converted: 0, caps, last_claim_at: load.last_claim_at ? new Date(load.last_claim_at) : null },
    { now: tx.now, timeZone: tx.house.settings.timeZone },
  );
  return reason ? claimRefusal(reason) : null;
}

function move(tx: Ctx, policy: PoolPolicy, loads: Map<string, Load>, write: Write, how: Move): void {
  const { before, after } = write;
  const from = ownerOf(before);
  const to = ownerOf(after);
  if (from !== null) (loads.get(from) as Load).held -= weight(policy, before);
  if (to !== null) (loads.get(to) as Load).held += weight(policy, after);
  if (how === "none") return;
  const zone = tx.house.settings.timeZone;
  if (to === null) {
    Object.assign(after, { protected_until: null, recycle_at: null, response_due_at: null, assigned_at: null });
    if (tx.cause.kind === "timer") after.times_recycled = ((before?.times_recycled as number | null) ?? 0) + 1;
    const load = from === null ? undefined : loads.get(from);
    const claimedToday = before?.assigned_at && dateOf(new Date(before.assigned_at as string), zone) === load?.day;
    if (load && claimedToday && !policy.limits.released_counts) load.claimed = Math.max(0, load.claimed - 1);
    return;
  }
  const load = loads.get(to) as Load;
  const at = (how === "create" && (after.assigned_at as string | null)) || tx.now.toISOString();
  after.assigned_at = at;
  if (how === "claim") {
    load.claimed++;
    load.last_claim_at = at;
  } else load.assigned++;
  if (after.stage === "new") after.stage = "assigned";
  after.protected_until = endOfDate(protect(policy, dateOf(new Date(at), zone)).ends, zone).toISOString();
}
