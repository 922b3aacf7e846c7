import { sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { updateRows } from "../../../core/records/write.ts";

/** Records whose link was moved from one lead to another. */
export interface Moved {
  object: string;
  field: string;
  ids: string[];
}

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
    await updateRows({ ...tx, cause: { ...tx.cause, event: `${object}.moved` } }, object, rows.map((row) => ({ id: row.id, changes: { [field]: survivor } })));
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

/** Points what a merge moved back at where it came from, as far as it still points at the survivor. */
export async function moveBack(tx: Ctx, survivor: string, other: string, moved: readonly Moved[]): Promise<void> {
  for (const { object, field, ids } of moved) {
    if (object === ARRIVAL) {
      await sql`update clew.arrival set record_id = ${other} where id = any(${ids}::uuid[]) and record_id = ${survivor}`.execute(tx.db);
      continue;
    }
    const ledger = SITE.find((each) => each === object);
    if (ledger) {
      await sql`update ${sql.table(ledger)} set lead_id = ${other} where id = any(${ids}::uuid[]) and lead_id = ${survivor}`.execute(tx.db);
      continue;
    }
    const { rows } = await sql<{ id: string }>`select id from crm.${sql.ref(object)} where id = any(${ids}::uuid[]) and ${sql.ref(field)} = ${survivor}`.execute(tx.db);
    await updateRows({ ...tx, cause: { ...tx.cause, event: `${object}.moved` } }, object, rows.map((row) => ({ id: row.id, changes: { [field]: other } })));
  }
}

async function linksToLead(tx: Ctx): Promise<{ object: string; field: string }[]> {
  const all = await catalog.get(tx.house);
  return [...all.objects.values()].flatMap((object) => object.fields.filter((f) => f.type === "link" && f.target === "lead").map((f) => ({ object: object.key, field: f.key })));
}
