import { sql } from "kysely";
import { expect } from "vitest";
import type { PoolPolicy } from "../../../leads/pool/policy.ts";
import type { World } from "../../world.ts";

/** What everybody holds and has claimed, counted from the leads and the log alone: the simple model the counters are held against. */
export interface Truth {
  held: Map<string, number>;
  /** "person pool" → leads of that pool held. */
  ofPool: Map<string, number>;
  /** Team → leads its people hold together. */
  ofTeam: Map<string, number>;
}

const at = (counts: ReadonlyMap<string, number>, key: string): number => counts.get(key) ?? 0;

/** Counts what is held, as the rules count it. */
export async function truth(w: World, { limits }: PoolPolicy): Promise<Truth> {
  const counted = limits.count_converted ? ["disqualified"] : ["disqualified", "converted"];
  const { rows } = await sql<{ owner_id: string; home_pool_id: string | null; leads: number }>`
    select owner_id, home_pool_id, count(*)::int as leads from crm.lead where owner_id is not null and not (stage = any(${counted})) group by 1, 2`.execute(w.house.db);
  const held = new Map<string, number>();
  const ofPool = new Map<string, number>();
  for (const { owner_id, home_pool_id, leads } of rows) {
    held.set(owner_id, at(held, owner_id) + leads);
    if (home_pool_id) ofPool.set(`${owner_id} ${home_pool_id}`, leads);
  }
  const teams = await sql<{ id: string; team_id: string | null }>`select id, team_id from clew.person`.execute(w.house.db);
  const ofTeam = new Map<string, number>();
  for (const { id, team_id } of teams.rows) if (team_id) ofTeam.set(team_id, at(ofTeam, team_id) + at(held, id));
  return { held, ofPool, ofTeam };
}

/** Nothing is breached: no cap passed beyond an excess that was there before, counters equal the leads, every lead in exactly one place. `limited`: the daily limits were the same all day. */
export async function nothingBreached(w: World, policy: PoolPolicy, caps: ReadonlyMap<string, number>, before: Truth, { midnight, limited }: { midnight: Date; limited: boolean }): Promise<Truth> {
  const { db } = w.house;
  const now = await truth(w, policy);
  const { limits, pools = [] } = policy;
  for (const [person, held] of now.held) expect(held, `${person} holds`).toBeLessThanOrEqual(Math.max(Math.min(limits.holding ?? Infinity, caps.get(person) ?? Infinity), at(before.held, person)));
  for (const { id, together } of limits.teams ?? []) if (together !== null) expect(at(now.ofTeam, id), `team ${id} holds together`).toBeLessThanOrEqual(Math.max(together, at(before.ofTeam, id)));
  const { rows: people } = await sql<{ id: string; team_id: string | null }>`select id, team_id from clew.person`.execute(db);
  for (const { id, team_id } of people) {
    const each = limits.teams?.find((team) => team.id === team_id)?.each ?? Infinity;
    expect(at(now.held, id), `${id} of the team holds`).toBeLessThanOrEqual(Math.max(each, at(before.held, id)));
  }
  for (const [key, held] of now.ofPool) {
    const own = pools.find(({ id }) => id === key.split(" ")[1])?.limits?.holding ?? Infinity;
    expect(held, `${key} holds`).toBeLessThanOrEqual(Math.max(own, at(before.ofPool, key)));
  }
  const empty = async (what: string, query: ReturnType<typeof sql>) => expect((await query.execute(db)).rows, what).toEqual([]);
  await empty("counters that differ from the leads", sql`
    select l.*, x.held as leads, x.converted as leads_converted from clew.load l full join (
      select owner_id, count(*) filter (where stage <> 'converted') as held, count(*) filter (where stage = 'converted') as converted from crm.lead where owner_id is not null and stage <> 'disqualified' group by 1) x on x.owner_id = l.person_id
    where coalesce(l.held, 0) <> coalesce(x.held, 0) or coalesce(l.converted, 0) <> coalesce(x.converted, 0)`);
  await empty("leads that lie in two places or nowhere", sql`
    select id, owner_id, pool_id, home_pool_id, stage from crm.lead
    where (owner_id is not null and pool_id is not null) or (pool_id is not null and home_pool_id is not null) or (stage not in ('converted', 'disqualified') and owner_id is null and pool_id is null)`);
  await empty("holds that do not say where the lead is", sql`
    select l.id, l.owner_id, l.pool_id, h.owner_id as held_by, h.pool_id as held_in from crm.lead l left join clew.hold h on h.lead_id = l.id and h.to_at is null
    where l.owner_id is distinct from h.owner_id or l.pool_id is distinct from h.pool_id`);
  await empty("holds still open of leads that are gone", sql`select h.* from clew.hold h where h.to_at is null and not exists (select from crm.lead l where l.id = h.lead_id)`);
  await empty("more owners at one time than one", sql`
    select a.lead_id from clew.hold a join clew.hold b on b.lead_id = a.lead_id and b.id > a.id and b.from_at < coalesce(a.to_at, 'infinity') and a.from_at < coalesce(b.to_at, 'infinity')`);
  const claims = await sql<{ person: string; pool: string; claims: number; claimed: number }>`
    select h.owner_id as person, p.pool_id as pool, count(*) filter (where ${limits.released_counts} or h.to_at is null)::int as claims, max(l.claimed) as claimed
    from clew.hold h join clew.load l on l.person_id = h.owner_id
    cross join lateral (select b.pool_id from clew.hold b where b.lead_id = h.lead_id and b.id < h.id order by b.id desc limit 1) p
    where h.how = 'claim' and h.from_at >= ${midnight} group by 1, 2`.execute(db);
  const byPerson = new Map<string, { claims: number; claimed: number }>();
  for (const { person, pool, claims: n, claimed } of claims.rows) {
    byPerson.set(person, { claims: (byPerson.get(person)?.claims ?? 0) + n, claimed });
    if (limited) expect(n, `${person} claimed from ${pool}`).toBeLessThanOrEqual(pools.find(({ id }) => id === pool)?.limits?.claims_per_day ?? Infinity);
  }
  for (const [person, { claims: n, claimed }] of byPerson) {
    if (limits.released_counts) expect(claimed, `counter of claims of ${person}`).toBe(n);
    if (limited) expect(n, `${person} claimed`).toBeLessThanOrEqual(limits.claims_per_day ?? Infinity);
  }
  return now;
}
