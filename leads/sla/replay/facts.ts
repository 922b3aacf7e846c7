import { sql } from "kysely";
import { directory } from "../../../core/access/directory.ts";
import type { Ctx } from "../../../core/ctx.ts";
import type { Row } from "../../../core/language/types.ts";
import { sameTeam } from "../../same_team.ts";
import type { Closed } from "../calendar.ts";
import { CLOSED } from "../events.ts";
import type { PastPause } from "../stored.ts";

/** One stay of a lead with a person. */
export interface Stay {
  owner_id: string;
  from: Date;
  /** Null: still there. */
  to: Date | null;
  /** The first outbound activity that counts for this owner. */
  responded: Date | null;
}

/** What really happened to a lead, as far as clocks care. */
export interface LeadFacts {
  stays: Stay[];
  /** Stages with the moment each was entered, oldest first. */
  stages: { stage: string; at: Date }[];
  /** Moments of follow-ups. */
  activities: Date[];
  accepted: Date | null;
  /** Pauses its clocks took, by clock rule. */
  pauses: Map<string, Closed[]>;
}

interface Activity {
  lead_id: string;
  happened_at: string;
  kind: string | null;
  direction: string | null;
  owner_id: string | null;
}

/** Leads whose facts are loaded together: what comes back in one go holds others up for some 20 ms. */
export const FACTS_AT_ONCE = 250;

/** Loads what happened to any number of leads, a few at a time. */
export async function factsOfAll(ctx: Ctx, rows: readonly Row[]): Promise<Map<string, LeadFacts>> {
  const all = new Map<string, LeadFacts>();
  for (let from = 0; from < rows.length; from += FACTS_AT_ONCE) {
    for (const [id, facts] of await factsOf(ctx, rows.slice(from, from + FACTS_AT_ONCE))) all.set(id, facts);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return all;
}

/** Loads what happened to a chunk of leads in five statements. Served by hold_lead, activity_lead_id, the history's key and clock_lead. */
export async function factsOf(ctx: Ctx, rows: readonly Row[]): Promise<Map<string, LeadFacts>> {
  const ids = rows.map((row) => row.id as string);
  const people = await directory.get(ctx.house);
  const [holds, activities, moves, pauses] = await Promise.all([
    sql<{ lead_id: string; owner_id: string; from_at: string; to_at: string | null }>`
      select lead_id, owner_id, from_at, to_at from clew.hold where lead_id = any(${ids}::uuid[]) and owner_id is not null order by lead_id, from_at`.execute(ctx.db),
    sql<Activity>`select lead_id, happened_at, kind, direction, owner_id from crm.activity where lead_id = any(${ids}::uuid[]) order by lead_id, happened_at`.execute(ctx.db),
    sql<{ record_id: string; at: string; moved: [string | null, string | null] }>`
      select record_id, at, diff->'stage' as moved from clew.change where record_id = any(${ids}::uuid[]) and object = 'lead' and diff ? 'stage' order by record_id, at, id`.execute(ctx.db),
    sql<{ lead_id: string; clock: string; pauses: PastPause[] }>`
      select lead_id, clock, pauses from clew.clock where lead_id = any(${ids}::uuid[]) and pauses <> '[]'::jsonb`.execute(ctx.db),
  ]);
  const by = <T extends { lead_id: string }>(list: readonly T[]) => Map.groupBy(list, (one) => one.lead_id);
  const [stays, acted, paused] = [by(holds.rows), by(activities.rows), by(pauses.rows)];
  const moved = Map.groupBy(moves.rows, (one) => one.record_id);
  return new Map(rows.map((row) => {
    const id = row.id as string;
    const own = acted.get(id) ?? [];
    const history = moved.get(id) ?? [];
    const first = history[0]?.moved[0] ?? (row.stage as string | null) ?? "new";
    const done = row.first_response_at as string | null;
    return [id, {
      stays: (stays.get(id) ?? []).map((stay): Stay => ({
        owner_id: stay.owner_id, from: new Date(stay.from_at), to: stay.to_at ? new Date(stay.to_at) : null,
        responded: responseIn(own, stay, done, (doer) => sameTeam(people, stay.owner_id, doer)),
      })),
      stages: [{ stage: first, at: new Date(row.created_at as string) }, ...history.map(({ at, moved: [, to] }) => ({ stage: to ?? "new", at: new Date(at) }))],
      activities: own.filter(({ kind }) => kind !== "note").map(({ happened_at }) => new Date(happened_at)),
      accepted: row.accepted_at ? new Date(row.accepted_at as string) : null,
      pauses: new Map([...Map.groupBy(paused.get(id) ?? [], (one) => one.clock)].map(([clock, list]) => [clock, list.flatMap((one) => one.pauses.map((p): Closed => ({ from: new Date(p.from), to: new Date(p.to) })))])),
    }];
  }));
}

/** The first response in a stay: an outbound activity of the owner or their team, or the moment kept on the lead where the activity itself is not there. */
function responseIn(activities: readonly Activity[], stay: { from_at: string; to_at: string | null }, kept: string | null, counts: (doer: string | null) => boolean): Date | null {
  // Times typed by people are whole minutes: the minute in which the lead was assigned counts.
  const minute = `${stay.from_at.slice(0, 16)}:00.000Z`;
  const found = activities.find((a) => a.kind !== "note" && a.direction !== "in" && a.happened_at >= minute && (stay.to_at === null || a.happened_at <= stay.to_at) && counts(a.owner_id))?.happened_at;
  const own = kept !== null && kept >= minute && (stay.to_at === null || kept <= stay.to_at) ? kept : undefined;
  const at = found && own ? (found < own ? found : own) : (found ?? own);
  return at ? new Date(at < stay.from_at ? stay.from_at : at) : null;
}

/** The stage a lead was in at a moment. */
export function stageAt(facts: LeadFacts, at: Date): string {
  let stage = facts.stages[0]?.stage ?? "new";
  for (const one of facts.stages) if (one.at <= at && !(CLOSED.has(one.stage) && one.at.getTime() === at.getTime())) stage = one.stage;
  return stage;
}
