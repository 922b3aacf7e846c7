import { sql } from "kysely";
import { v7 } from "uuid";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { standardObjects } from "../../core/objects/standard.ts";
import { visibleRows } from "../../core/records/find.ts";
import { viewOf } from "../../core/records/viewer.ts";
import { whereOf } from "../../core/records/where.ts";
import { NotFound, type Refusal } from "../../core/refusal.ts";
import { CustomerTaken } from "./refusals.ts";

/** A record that a conversion uses: found, or to be created from `row`. */
export interface Party {
  id: string;
  /** Null: it was there before. */
  row: Row | null;
}

export interface AccountWish {
  lead: Row;
  /** A record the caller has chosen. */
  id?: string;
  name?: string;
}

/** What the room of an object derives for a new record: its match keys. */
const keysOf = (ctx: Ctx, object: string, row: Row): Row => standardObjects(ctx.house).get(object)?.derive?.(row, null, ctx.house) ?? {};

/**
 * The account of each lead: the one chosen, else the one with the same credit code, else with the same company key, else a new one;
 * leads of one company in one batch get one account. A company that somebody outside the actor's scope looks after is refused.
 */
export async function accountsFor(tx: Ctx, wishes: readonly AccountWish[]): Promise<(Party | Refusal)[]> {
  const view = await viewOf(tx, "account");
  const rows = wishes.map(({ lead, name }): Row => {
    const row: Row = { name: name ?? lead.company ?? lead.name ?? lead.phone ?? lead.email ?? lead.wechat ?? null };
    for (const key of ["credit_code", "industry", "province", "city", "address", "website"]) if (lead[key] !== undefined) row[key] = lead[key];
    // A person's name is no company: it finds nothing, and nothing is to find it.
    const key = name || lead.company ? keysOf(tx, "account", row).company_key : null;
    return { ...row, company_key: key ?? null, owner_id: lead.owner_id ?? null, source_lead_id: lead.id as string };
  });
  const texts = (key: string) => [...new Set(rows.map((row) => row[key]).filter((value) => typeof value === "string"))];
  const [codes, keys] = [texts("credit_code"), texts("company_key")];
  // Two conversions of one new company at the same time make one account.
  await sql`select pg_advisory_xact_lock(h) from (select distinct hashtext('account:' || k) as h from unnest(${[...codes, ...keys]}::text[]) k order by 1) x`.execute(tx.db);
  const { rows: found } = await sql<{ id: string; credit_code: string | null; company_key: string | null }>`
    select id, credit_code, company_key from crm.account where credit_code = any(${codes}) or company_key = any(${keys}) order by created_at, id`.execute(tx.db);
  const visible = new Set((await visibleRows(view, [...found.map((f) => f.id), ...wishes.flatMap((w) => w.id ?? [])])).map((row) => row.id));
  const fresh: Party[] = [];
  return wishes.map((wish, i) => {
    const row = rows[i] as Row;
    if (wish.id) return visible.has(wish.id) ? { id: wish.id, row: null } : NotFound({ object: "account", id: wish.id });
    const same = (of: { credit_code?: unknown; company_key?: unknown }) => (Boolean(row.credit_code) && of.credit_code === row.credit_code) || (Boolean(row.company_key) && of.company_key === row.company_key);
    const ranked = found.filter(same).sort((a, b) => Number(b.credit_code === row.credit_code) - Number(a.credit_code === row.credit_code));
    const match = ranked.find((f) => visible.has(f.id));
    if (match) return { id: match.id, row: null };
    if (ranked.length > 0) return CustomerTaken();
    const twin = fresh.find((party) => party.row && same(party.row));
    if (twin) return { id: twin.id, row: null };
    const { company_key: _derived, ...values } = row;
    fresh.push({ id: v7(), row: { ...values, ...(row.company_key ? { company_key: row.company_key } : {}) } });
    return fresh.at(-1) as Party;
  });
}

export interface ContactWish {
  lead: Row;
  account_id: string;
  id?: string;
  /** Canonical values that stand before the lead's. */
  values: Row;
}

/** The contact of each lead: the one chosen, else one the actor may see with the same phone or e-mail, best of the same account, else a new one; null when nobody is named. */
export async function contactsFor(tx: Ctx, wishes: readonly ContactWish[]): Promise<(Party | Refusal | null)[]> {
  const view = await viewOf(tx, "contact");
  const rows = wishes.map(({ lead, account_id, values }): Row => {
    const row: Row = { account_id, owner_id: lead.owner_id ?? null, source_lead_id: lead.id as string };
    for (const key of ["name", "phone", "email", "wechat", "job_title"]) row[key] = values[key] ?? lead[key] ?? null;
    row.name ??= row.phone ?? row.email ?? row.wechat ?? null;
    return { ...row, ...keysOf(tx, "contact", row) };
  });
  const mailKeys = rows.map((row) => row.email_key ?? null);
  const phones = rows.map((row) => row.phone).filter((value) => typeof value === "string");
  const where = await whereOf(view, undefined, undefined, ["phone", "email"]);
  const { rows: found } = await sql<{ id: string; phone: string | null; email_key: string | null; account_id: string | null }>`
    select t.id, t.phone, t.email_key, t.account_id from crm.contact t
    where (t.phone = any(${phones}) or t.email_key = any(${mailKeys.filter((key) => key !== null)})) and ${where} order by t.created_at, t.id`.execute(tx.db);
  const chosen = new Set((await visibleRows(view, wishes.flatMap((w) => w.id ?? []))).map((row) => row.id));
  return wishes.map((wish, i) => {
    const row = rows[i] as Row;
    if (wish.id) return chosen.has(wish.id) ? { id: wish.id, row: null } : NotFound({ object: "contact", id: wish.id });
    const same = found.filter((f) => (f.phone !== null && f.phone === row.phone) || (f.email_key !== null && f.email_key === mailKeys[i]));
    const match = same.find((f) => f.account_id === wish.account_id) ?? same[0];
    if (match) return { id: match.id, row: null };
    return row.name === null ? null : { id: v7(), row };
  });
}
