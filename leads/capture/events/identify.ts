import { sql } from "kysely";
import type { Ctx, House } from "../../../core/ctx.ts";
import { rowsOf } from "../../../core/db/rows.ts";
import { normaliseLead } from "../../cleanse/normalise/lead.ts";
import { markDue, scoresBehaviour } from "../../score/due.ts";

/** What a visitor said about themselves, as leads are found by it. */
export interface Identity {
  visitor_id: string;
  phone: string | null;
  email_key: string | null;
}

/** Number and address as leads are found by them; null when neither can be read. */
export function identityOf(house: House, said: { phone?: string | undefined; email?: string | undefined }): Omit<Identity, "visitor_id"> | null {
  const { row, keys } = normaliseLead({ phone: said.phone ?? null, email: said.email ?? null }, { country: house.settings.country });
  const phone = keys.phone_key === null ? null : ((row.phone as string | null) ?? null);
  return phone === null && keys.email_key === null ? null : { phone, email_key: keys.email_key };
}

const FIRST_LOOK_MS = 60_000;

/**
 * Joins visitors to the leads that have their number or address; the newest open one where several do. Where there is none yet, what
 * they said is kept and looked up again. A visitor who is somebody stays that: another number on a shared machine moves nobody's past.
 */
export async function identify(tx: Ctx, identities: readonly Identity[]): Promise<void> {
  if (identities.length === 0) return;
  const { rows } = await sql<{ visitor_id: string; lead_id: string }>`
    select distinct on (x.visitor_id) x.visitor_id, l.id as lead_id
    from ${rowsOf(identities, { visitor_id: "uuid", phone: "text", email_key: "text" })}
    cross join lateral (
      select id, stage, created_at from crm.lead where phone = x.phone
      union all select id, stage, created_at from crm.lead where email_key = x.email_key) l
    order by x.visitor_id, (l.stage in ('converted', 'disqualified')), l.created_at desc`.execute(tx.db);
  await join(tx, rows);
  const known = new Set(rows.map((row) => row.visitor_id));
  const unknown = identities.filter((each) => !known.has(each.visitor_id));
  if (unknown.length === 0) return;
  await sql`
    update clew.site_visitor v set phone = coalesce(x.phone, v.phone), email_key = coalesce(x.email_key, v.email_key), look_at = coalesce(v.look_at, ${new Date(tx.now.getTime() + FIRST_LOOK_MS)})
    from (select distinct on (visitor_id) * from ${rowsOf(unknown, { visitor_id: "uuid", phone: "text", email_key: "text" })}) x where v.id = x.visitor_id and v.lead_id is null`.execute(tx.db);
}

/** Makes visitors known: their events, earlier ones included, are the lead's from now on. */
export async function join(tx: Ctx, known: readonly { visitor_id: string; lead_id: string }[]): Promise<void> {
  if (known.length === 0) return;
  const joined = sql`
    v as (
      update clew.site_visitor v set lead_id = x.lead_id, phone = null, email_key = null, look_at = null
      from ${rowsOf(known, { visitor_id: "uuid", lead_id: "uuid" })} where v.id = x.visitor_id and v.lead_id is null returning v.id, v.lead_id)`;
  const { rows } = await sql<{ id: string; lead_id: string }>`with ${joined} select id, lead_id from v`.execute(tx.db);
  if (rows.length === 0) return;
  // A statement of its own: it sees events that were stored while the visitor's row was waited for.
  const moved = sql`e as (update clew.site_event e set lead_id = x.lead_id from ${rowsOf(rows, { id: "uuid", lead_id: "uuid" })} where e.visitor_id = x.id and e.lead_id is null returning e.lead_id)`;
  await ((await scoresBehaviour(tx.house)) ? sql`with ${moved} ${markDue(tx, sql`e`)}` : sql`with ${moved} select 1`).execute(tx.db);
}
