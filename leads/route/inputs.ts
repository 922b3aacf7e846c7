import { sql } from "kysely";
import type { Directory } from "../../core/access/directory.ts";
import type { Ctx } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import type { RoutePolicy } from "./policy.ts";

/** Everybody a policy may choose for these leads. */
export function named(policy: RoutePolicy, people: Directory, leads: readonly { accountOwner: string | null; stickyOwner: string | null }[]): string[] {
  const ids = new Set<string>();
  for (const { target } of policy.rules) {
    if (target.kind === "people") for (const id of target.ids) ids.add(id);
    if (target.kind === "team") for (const id of target.below ? people.peopleUnder(target.id) : people.peopleIn(target.id)) ids.add(id);
  }
  if (policy.fallback.kind === "person") ids.add(policy.fallback.id);
  for (const lead of leads) for (const id of [lead.accountOwner, lead.stickyOwner]) if (id) ids.add(id);
  return [...ids].filter((id) => people.people.has(id));
}

/** Company key → owner of the account; empty where no rule asks. */
export async function accountOwners(ctx: Ctx, policy: RoutePolicy, rows: readonly Row[]): Promise<Map<string, string>> {
  if (!policy.rules.some((rule) => rule.target.kind === "account_owner")) return new Map();
  const { rows: found } = await sql<{ company_key: string; owner_id: string }>`
    select distinct on (company_key) company_key, owner_id from crm.account
    where company_key = any(${companies(rows)}) and owner_id is not null order by company_key, created_at`.execute(ctx.db);
  return new Map(found.map((r) => [r.company_key, r.owner_id]));
}

/** Company key → who held a lead of it last, of leads created before a moment if one is given; empty where no rule asks. */
export async function formerOwners(ctx: Ctx, policy: RoutePolicy, rows: readonly Row[], before?: string): Promise<Map<string, string>> {
  if (!policy.rules.some((rule) => rule.strategy.kind === "sticky")) return new Map();
  const { rows: found } = await sql<{ company_key: string; owner_id: string }>`
    select distinct on (company_key) company_key, owner_id from crm.lead
    where company_key = any(${companies(rows)}) and owner_id is not null and (${before ?? null}::timestamptz is null or created_at < ${before ?? null}::timestamptz)
    order by company_key, assigned_at desc`.execute(ctx.db);
  return new Map(found.map((r) => [r.company_key, r.owner_id]));
}

const companies = (rows: readonly Row[]): string[] => [...new Set(rows.map((r) => r.company_key).filter((k) => typeof k === "string"))];
