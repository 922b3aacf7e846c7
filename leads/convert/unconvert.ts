import { sql } from "kysely";
import { directory, ownersInScope } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { visibleRows } from "../../core/records/find.ts";
import { remove } from "../../core/records/trash.ts";
import { viewOf } from "../../core/records/viewer.ts";
import { updateRows } from "../../core/records/write.ts";
import { NotFound, type Refusal } from "../../core/refusal.ts";
import { NotYours } from "../timeline/refusals.ts";
import { type Carried, putBack } from "./carry.ts";
import { BuiltUpon, NotConverted } from "./refusals.ts";

interface Conversion {
  id: string;
  lead_id: string;
  created: Partial<Record<"account" | "contact" | "opportunity", string>>;
  moved: Carried[];
  before: Row;
}

/** Undoes the last conversion of each lead of a batch; null where it did, else why not. */
export async function unconvert(tx: Ctx, ids: readonly string[]): Promise<(Refusal | null)[]> {
  const view = await viewOf(tx, "lead");
  const leads = new Map((await visibleRows(view, ids, true)).map((row) => [row.id as string, row]));
  const owners = ownersInScope(tx.actor, "lead", await directory.get(tx.house));
  const { rows } = await sql<Conversion>`
    select distinct on (lead_id) id, lead_id, created, moved, before from clew.conversion
    where lead_id = any(${[...leads.keys()]}::uuid[]) and undone_at is null order by lead_id, at desc`.execute(tx.db);
  const conversions = new Map(rows.map((row) => [row.lead_id, row]));
  const built = await builtUpon(tx, rows);
  const answers = ids.map((id): Refusal | null => {
    const lead = leads.get(id);
    const conversion = conversions.get(id);
    if (!lead) return NotFound({ object: "lead", id });
    if (owners !== null && !owners.includes(lead.owner_id as string)) return NotYours();
    if (lead.stage !== "converted" || !conversion) return NotConverted();
    return built.has(conversion.id) ? BuiltUpon({ by: built.get(conversion.id) }) : null;
  });
  await takeBack(tx, ids.flatMap((id, i) => (answers[i] === null ? (conversions.get(id) ?? []) : [])));
  return answers;
}

async function takeBack(tx: Ctx, conversions: readonly Conversion[]): Promise<void> {
  if (conversions.length === 0) return;
  const undo: Ctx = { ...tx, cause: { ...tx.cause, kind: "undo" } };
  await putBack(undo, conversions.flatMap((c) => c.moved));
  const written = await updateRows(undo, "lead", conversions.map((c) => ({ id: c.lead_id, changes: c.before })));
  for (const one of written) if (one.refused) throw one.refused;
  for (const object of ["opportunity", "contact", "account"] as const) {
    const { rows } = await sql<{ id: string }>`select id from crm.${sql.ref(object)} where id = any(${conversions.flatMap((c) => c.created[object] ?? [])}::uuid[])`.execute(tx.db);
    if (rows.length > 0) await remove(undo, object, rows.map((row) => row.id));
  }
  await sql`update clew.conversion set undone_at = ${tx.now}, undone_by = ${tx.actor.id}::uuid where id = any(${conversions.map((c) => c.id)}::uuid[])`.execute(tx.db);
}

/** Conversions on which something was built: what they created was changed since, or something else hangs on it. */
async function builtUpon(tx: Ctx, conversions: readonly Conversion[]): Promise<Map<string, string>> {
  const made = conversions.flatMap((c) => Object.entries(c.created).map(([object, id]) => ({ conversion: c.id, lead_id: c.lead_id, object, id })));
  const own = conversions.flatMap((c) => [...c.moved.map((m) => m.id), ...Object.values(c.created)]);
  const hangs = (object: string, links: readonly string[]) => sql`
    select m.conversion, ${object} as by from m join crm.${sql.ref(object)} t on ${sql.join(links.map((link) => sql`t.${sql.ref(link)} = m.id`), sql` or `)}
    where not (t.id = any(${own}::uuid[]) or t.id = m.lead_id)`;
  const { rows } = await sql<{ conversion: string; by: string }>`
    with m as (select * from json_to_recordset(${JSON.stringify(made)}::json) as x(conversion uuid, lead_id uuid, object text, id uuid))
    ${sql.join((["account", "contact", "opportunity"] as const).map((object) => sql`select m.conversion, 'edit' as by from m join crm.${sql.ref(object)} t on t.id = m.id and m.object = ${object} where t.version > 1`), sql` union all `)}
    union all ${hangs("activity", ["account_id", "contact_id", "opportunity_id"])}
    union all ${hangs("task", ["account_id", "contact_id", "opportunity_id"])}
    union all ${hangs("lead", ["account_id"])}
    union all ${hangs("opportunity", ["account_id", "contact_id"])}
    union all ${hangs("contact", ["account_id"])}`.execute(tx.db);
  return new Map(rows.map((row) => [row.conversion, row.by]));
}
