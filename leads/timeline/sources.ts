import { type RawBuilder, sql } from "kysely";
import type { Row } from "../../core/language/types.ts";

/** Objects with a timeline, and the field by which their children name them. */
export const LINK = { lead: "lead_id", account: "account_id", contact: "contact_id", opportunity: "opportunity_id" } as const;
export type Told = keyof typeof LINK;

const iso = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export interface Page {
  /** Items before this moment and id only. */
  before: { at: string; id: string } | null;
  most: number;
}

/**
 * Everything that happened to one record, as one statement whose every branch is an indexed question of at most `most` rows:
 * columns id, at, kind, facts, actor_id, actor_kind, actor_name. Which of it a viewer may read is decided afterwards.
 */
export function happenings(object: Told, row: Row, page: Page): RawBuilder<unknown> {
  const id = row.id as string;
  const link = sql.ref(LINK[object]);
  // What a record came from: the lead itself, or the one that was converted into it.
  const lead = object === "lead" ? id : ((row.lead_id ?? row.source_lead_id ?? null) as string | null);
  const before = (at: string) => (page.before ? sql`and (${sql.ref(at)}, id) < (${page.before.at}::timestamptz, ${page.before.id}::uuid)` : sql``);
  const last = (at: string) => sql`${before(at)} order by ${sql.ref(at)} desc, id desc limit ${page.most}`;
  const nobody = sql`null::uuid as actor_id, null::text as actor_kind, null::text as actor_name`;
  // A lead with those that live on in it, through merges of merges.
  const both = sql`(with recursive part(id, depth) as (select ${id}::uuid, 0
    union all select m.other_id, p.depth + 1 from part p join clew.merge m on m.survivor_id = p.id and m.undone_at is null where p.depth < 100) select id from part)`;
  const parts = [
    sql`select id, happened_at as at, 'activity' as kind,
      jsonb_build_object('kind', kind, 'direction', direction, 'outcome', outcome, 'summary', summary, 'minutes', minutes, 'place', place) as facts,
      owner_id as actor_id, 'person' as actor_kind, null::text as actor_name
      from crm.activity where ${link} = ${id} ${last("happened_at")}`,
    sql`select id, done_at, 'task', jsonb_build_object('title', title, 'due_at', ${iso("due_at")}), owner_id, 'person', null
      from crm.task where ${link} = ${id} and done_at is not null ${last("done_at")}`,
    sql`select id, received_at, 'arrival', jsonb_build_object('channel', channel, 'outcome', outcome, 'source', payload->>'source'), ${nobody}
      from clew.arrival where record_id = ${id} and object = ${object} ${last("received_at")}`,
    sql`select id, at, case when diff ? 'stage' then 'stage' when diff ? 'owner_id' then 'owner' when cause->>'event' like '%.removed' then 'removed' when cause->>'event' like '%.restored' then 'restored' else 'created' end,
      jsonb_build_object('stage', diff->'stage', 'owner_id', diff->'owner_id', 'event', cause->'event', 'note', cause->'note', 'cause', cause->'kind'), actor_id, actor_kind, actor_name
      from clew.change where record_id = ${id} and object = ${object} and (diff is null or diff ? 'stage' or diff ? 'owner_id') ${last("at")}`,
  ];
  const place = object === "lead" ? sql`record_id in ${both}` : sql`record_id = ${id}`;
  if (object !== "opportunity") {
    parts.push(sql`select id, at, 'collision', jsonb_build_object('step', kind, 'collision_id', collision_id, 'verdict', facts->'verdict', 'share', facts->'share'), by, 'person', null
      from clew.collision_step where ${place} and kind <> 'evidence' ${last("at")}`);
  }
  if (object === "lead") {
    parts.push(
      sql`select id, at, 'site', jsonb_build_object('kind', kind, 'url', url, 'title', title, 'referrer', referrer, 'utm', utm), ${nobody}
      from clew.site_event where lead_id = ${id} ${last("at")}`,
      sql`select id, from_at, 'hold', jsonb_build_object('owner_id', owner_id, 'pool_id', pool_id, 'how', how, 'note', note, 'from', ${iso("from_at")}, 'to', ${iso("to_at")}, 'ended_how', ended_how, 'ended_note', ended_note), ${nobody}
      from clew.hold where lead_id in ${both} ${last("from_at")}`,
      sql`select id, at, 'merge', jsonb_build_object('other_id', other_id, 'name', before->'other'->'name', 'company', before->'other'->'company', 'undone_at', ${iso("undone_at")}), by, 'person', null
      from clew.merge where survivor_id in ${both} ${last("at")}`,
    );
  }
  if (lead !== null) {
    parts.push(sql`select id, at, 'conversion', jsonb_build_object('lead_id', lead_id, 'created', created, 'undone_at', ${iso("undone_at")}), by, 'person', null
      from clew.conversion where lead_id = ${lead} ${last("at")}`);
  }
  return sql`select * from (${sql.join(parts.map((part) => sql`(${part})`), sql` union all `)}) x order by at desc, id desc limit ${page.most}`;
}
