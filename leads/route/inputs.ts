import { sql } from "kysely";
import type { Directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import type { RouteLead } from "./decide.ts";
import type { RoutePolicy } from "./policy.ts";

/** Everybody a policy may choose for these leads, and who covers for them at this moment. */
export function named(policy: RoutePolicy, people: Directory, leads: readonly { accountOwner: string | null; stickyOwner: string | null }[], now: string): string[] {
  const ids = new Set<string>();
  for (const { target } of policy.rules) {
    if (target.kind === "people") for (const id of target.ids) ids.add(id);
    if (target.kind === "team") for (const id of target.below ? people.peopleUnder(target.id) : people.peopleIn(target.id)) ids.add(id);
  }
  if (policy.fallback.kind === "person") ids.add(policy.fallback.id);
  for (const lead of leads) {
    for (const id of [lead.accountOwner, lead.stickyOwner]) {
      if (!id) continue;
      ids.add(id);
      const cover = coverOf(people, id, now);
      if (cover) ids.add(cover);
    }
  }
  return [...ids].filter((id) => people.people.has(id));
}

/** The person who covers a leave of somebody that runs now; null: nobody by name. */
export function coverOf(people: Directory, id: string, now: string): string | null {
  const cover = people.people.get(id)?.leave.find((leave) => leave.from <= now && now < leave.to)?.cover;
  return cover?.to === "person" ? cover.id : null;
}

/** Company key → owner of the account; empty where no rule asks. */
export async function accountOwners(ctx: Ctx, policy: RoutePolicy, rows: readonly Row[]): Promise<Map<string, string>> {
  if (!policy.rules.some((rule) => rule.target.kind === "account_owner")) return new Map();
  const { rows: found } = await sql<{ company_key: string; owner_id: string }>`
    select distinct on (company_key) company_key, owner_id from crm.account
    where company_key = any(${keysOf(rows, "company_key")}) and owner_id is not null order by company_key, created_at`.execute(ctx.db);
  return new Map(found.map((r) => [r.company_key, r.owner_id]));
}

/** Phone or company key → who held it last. */
export type Formers = Map<string, string>;

/** Of so many leads of one phone or company, the newest, the last holder is looked for. */
const LOOKED_AT = 20;

/** Who held each phone and company of these leads last, of leads created before a moment if one is given; empty where no rule asks. */
export async function formerOwners(ctx: Ctx, policy: RoutePolicy, rows: readonly Row[], before?: string): Promise<Formers> {
  if (!policy.rules.some((rule) => rule.strategy.kind === "sticky")) return new Map();
  // What came before a moment is none of them.
  const own = before === undefined ? keysOf(rows, "id") : [];
  const of = (column: string) => sql`
    select x.key, f.owner_id, f.at from unnest(${keysOf(rows, column)}::text[]) x(key) cross join lateral (
      select coalesce(l.owner_id, h.owner_id) as owner_id, coalesce(case when l.owner_id is not null then l.assigned_at end, h.from_at, l.created_at) as at
      from (select * from crm.lead where ${sql.ref(column)} = x.key and not id = any(${own}::uuid[]) and (${before ?? null}::timestamptz is null or created_at < ${before ?? null}::timestamptz)
        order by created_at desc limit ${sql.lit(LOOKED_AT)}) l
      left join lateral (select owner_id, from_at from clew.hold where lead_id = l.id and owner_id is not null and l.owner_id is null order by from_at desc limit 1) h on true) f
    where f.owner_id is not null`;
  const { rows: found } = await sql<{ key: string; owner_id: string }>`
    select distinct on (key) key, owner_id from (${of("phone")} union all ${of("company_key")}) known order by key, at desc`.execute(ctx.db);
  return new Map(found.map((r) => [r.key, r.owner_id]));
}

/** A lead as routing sees it: nobody's yet, with the people it may go home to. */
export function routeLead(row: Row, owners: ReadonlyMap<string, string>, formers: Formers): RouteLead {
  const [company, phone] = [text(row.company_key), text(row.phone)];
  return { row, accountOwner: (company && owners.get(company)) || null, stickyOwner: (phone && formers.get(phone)) || (company && formers.get(company)) || null };
}

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

const keysOf = (rows: readonly Row[], key: string): string[] => [...new Set(rows.map((r) => r[key]).filter((k) => typeof k === "string"))];
