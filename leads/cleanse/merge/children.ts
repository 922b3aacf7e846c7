import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { updateRows } from "../../../core/records/write.ts";
import type { Moved, StoredMerge } from "./kept.ts";
import { arrivalsOfOther } from "./later_arrivals.ts";

/** Name under which arrivals are kept among what moved: they lie in the ledger, not in an object. */
const ARRIVAL = "clew.arrival";
/** What was done on the site, and by whom: the visitors first, as whoever stores events has it. */
const SITE = ["clew.site_visitor", "clew.site_event"] as const;

/** Points everything that points at one of `others` at the survivor instead; answers what moved from each. Objects of the organisation's own are included. */
export async function moveChildren(tx: Ctx, survivor: string, others: readonly string[]): Promise<Map<string, Moved[]>> {
  const moved = new Map<string, Moved[]>(others.map((id) => [id, []]));
  const note = (object: string, field: string, rows: readonly { id: string; from: string }[]) => {
    for (const other of others) {
      const ids = rows.filter((row) => row.from === other).map((row) => row.id);
      if (ids.length > 0) moved.get(other)?.push({ object, field, ids });
    }
  };
  for (const { object, field } of await linksToLead(tx)) {
    const { rows } = await sql<{ id: string; from: string }>`
      select id, ${sql.ref(field)} as from from crm.${sql.ref(object)}
      where ${sql.ref(field)} = any(${others}::uuid[]) and not (id = any(${[survivor, ...others]}::uuid[])) order by id for update`.execute(tx.db);
    await updateRows(because(tx, object), object, rows.map((row) => ({ id: row.id, changes: { [field]: survivor } })));
    note(object, field, rows);
  }
  const { rows } = await sql<{ id: string; from: string }>`
    update clew.arrival a set record_id = ${survivor} from (select id, record_id from clew.arrival where record_id = any(${others}::uuid[]) and object = 'lead' for update) o
    where a.id = o.id returning a.id, o.record_id as from`.execute(tx.db);
  note(ARRIVAL, "record_id", rows);
  for (const ledger of SITE) {
    const site = await sql<{ id: string; from: string }>`
      update ${sql.table(ledger)} a set lead_id = ${survivor} from (select id, lead_id from ${sql.table(ledger)} where lead_id = any(${others}::uuid[]) for update) o
      where a.id = o.id returning a.id, o.lead_id as from`.execute(tx.db);
    note(ledger, "lead_id", site.rows);
  }
  return moved;
}

/** How many children of each object the leads have, for showing what a merge would move. */
export async function countChildren(ctx: Ctx, leads: readonly string[]): Promise<Record<string, number>> {
  const links = [...(await linksToLead(ctx)).map(({ object, field }) => ({ object, from: sql`crm.${sql.ref(object)}`, where: sql`${sql.ref(field)} = any(${leads}::uuid[])` })),
    { object: "arrival", from: sql`clew.arrival`, where: sql`record_id = any(${leads}::uuid[]) and object = 'lead'` }];
  const { rows } = await sql<{ object: string; n: number }>`
    ${sql.join(links.map(({ object, from, where }) => sql`select ${object} as object, count(*) as n from ${from} where ${where}`), sql` union all `)}`.execute(ctx.db);
  const counts: Record<string, number> = {};
  for (const { object, n } of rows) if (n > 0) counts[object] = (counts[object] ?? 0) + n;
  return counts;
}

/**
 * Points what belongs to the other lead back at it, as far as it still points at the survivor: what the merge moved, and what came
 * after it with the other's mark on it: linked to a record that moved, or an arrival that names the other and not the survivor.
 */
export async function moveBack(tx: Ctx, merge: StoredMerge): Promise<void> {
  const links = await linksToLead(tx);
  for (const { object, field } of links) {
    const ids = merge.moved.filter((m) => m.object === object && m.field === field).flatMap((m) => m.ids);
    const through = await linksTo(tx, object, merge.moved);
    if (ids.length === 0 && through.length === 0) continue;
    const marked = through.map((t) => sql`or (created_at >= ${merge.at} and ${sql.ref(t.field)} = any(${t.ids}::uuid[]))`);
    const { rows } = await sql<{ id: string }>`
      select id from crm.${sql.ref(object)} where ${sql.ref(field)} = ${merge.survivor_id} and (id = any(${ids}::uuid[]) ${sql.join(marked, sql` `)}) order by id for update`.execute(tx.db);
    await updateRows(because(tx, object), object, rows.map((row) => ({ id: row.id, changes: { [field]: merge.other_id } })));
  }
  const of = (name: string) => merge.moved.filter((m) => m.object === name).flatMap((m) => m.ids);
  for (const ledger of SITE) {
    const ids = of(ledger);
    if (ids.length > 0) await sql`update ${sql.table(ledger)} set lead_id = ${merge.other_id} where id = any(${ids}::uuid[]) and lead_id = ${merge.survivor_id}`.execute(tx.db);
  }
  const visitors = of(SITE[0]);
  // What a visitor of the other did since is the other's too.
  if (visitors.length > 0) await sql`update clew.site_event set lead_id = ${merge.other_id} where visitor_id = any(${visitors}::uuid[]) and lead_id = ${merge.survivor_id}`.execute(tx.db);
  const ids = [...of(ARRIVAL), ...(await arrivalsOfOther(tx, merge))];
  if (ids.length > 0) await sql`update clew.arrival set record_id = ${merge.other_id} where id = any(${ids}::uuid[]) and record_id = ${merge.survivor_id}`.execute(tx.db);
}

const because = (tx: Ctx, object: string): Ctx => ({ ...tx, cause: { ...tx.cause, event: `${object}.moved` } });

async function linksToLead(tx: Ctx): Promise<{ object: string; field: string }[]> {
  const all = await catalog.get(tx.house);
  return [...all.objects.values()].flatMap((object) => object.fields.filter((f) => f.type === "link" && f.target === "lead").map((f) => ({ object: object.key, field: f.key })));
}

/** Links of an object to records that moved, e.g. an activity's opportunity. */
async function linksTo(tx: Ctx, object: string, moved: readonly Moved[]): Promise<{ field: string; ids: string[] }[]> {
  const all = await catalog.get(tx.house);
  return all.object(object).fields.flatMap((f) => {
    const ids = f.type === "link" && f.target !== "lead" ? moved.filter((m) => m.object === f.target).flatMap((m) => m.ids) : [];
    return ids.length > 0 ? [{ field: f.key, ids }] : [];
  });
}
