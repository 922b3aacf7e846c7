import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "../../../core/ctx.ts";
import { invalidField } from "../../../core/refusal.ts";
import { type LeadKeys, normaliseLead } from "../normalise/lead.ts";

/** How a customer can be named when somebody asks for them; at least one. */
export const customerFields = {
  phone: z.string().trim().min(1).max(50).optional(), email: z.string().trim().min(1).max(200).optional(), wechat: z.string().trim().min(1).max(60).optional(),
  company: z.string().trim().min(1).max(200).optional(), credit_code: z.string().trim().min(1).max(30).optional(),
};
const KEYS = ["phone", "email", "wechat", "company", "credit_code"] as const;
export type Named = { [K in (typeof KEYS)[number]]?: string | undefined };

/** The match keys of what somebody typed; refuses what names nobody, e.g. half a number. */
export function keysOfNamed(ctx: Ctx, named: Named): LeadKeys {
  const given = KEYS.filter((key) => named[key]);
  if (given.length === 0) throw invalidField("phone", { zh: "请填写手机、邮箱、微信、公司或信用代码中的一项", en: "Give a phone, e-mail, WeChat, company or credit code" });
  const { keys } = normaliseLead(Object.fromEntries(given.map((key) => [key, named[key] as string])), { country: ctx.house.settings.country });
  const read: Record<string, string | null> = { phone: keys.phone_key, email: keys.email_key, wechat: keys.wechat_key, company: keys.company_key, credit_code: keys.credit_code_key };
  for (const key of given) if (!read[key]) throw invalidField(key, { zh: "无法识别，请填写完整", en: "This cannot be read; give all of it" });
  return keys;
}

/** A record that stands for a named customer, with whoever holds it. */
export interface Customer {
  object: "lead" | "account" | "contact";
  id: string;
  owner_id: string | null;
  protected_until: string | null;
  stage: string | null;
  created_at: string;
}

const MOST = 50;

/**
 * The records of these keys in the whole base, whoever may see them: held ones first, then the longest protected, then the oldest.
 * One statement whose every branch is an index look-up.
 */
export async function customersOf(ctx: Ctx, keys: Pick<LeadKeys, "phone_key" | "email_key" | "wechat_key" | "company_key" | "credit_code_key">): Promise<Customer[]> {
  const { phone_key: phone, email_key: email, wechat_key: wechat, company_key: company, credit_code_key: code } = keys;
  const number = phone?.split(";")[0] ?? null;
  const lead = sql`'lead' as object, id, owner_id, protected_until, stage, created_at from crm.lead`;
  const contact = sql`'contact' as object, id, owner_id, null::timestamptz as protected_until, null::text as stage, created_at from crm.contact`;
  const account = sql`'account' as object, id, owner_id, null::timestamptz as protected_until, null::text as stage, created_at from crm.account`;
  const branches = [
    number && sql`select ${lead} where phone = ${number} and phone_key = ${phone}`, number && sql`select ${contact} where phone = ${number}`, number && sql`select ${account} where phone = ${number}`,
    email && sql`select ${lead} where email_key = ${email}`, email && sql`select ${contact} where email_key = ${email}`,
    wechat && sql`select ${lead} where wechat_key = ${wechat}`, wechat && sql`select ${contact} where wechat = ${wechat}`,
    company && sql`select ${lead} where company_key = ${company}`, company && sql`select ${account} where company_key = ${company}`,
    code && sql`select ${lead} where credit_code = ${code}`, code && sql`select ${account} where credit_code = ${code}`,
  ].flatMap((branch) => (branch ? [sql`(${branch} limit ${MOST})`] : []));
  if (branches.length === 0) return [];
  const { rows } = await sql<Customer>`
    select * from (select distinct object, id, owner_id, protected_until, stage, created_at from (${sql.join(branches, sql` union all `)}) x where stage is distinct from 'disqualified') y
    order by owner_id is null, stage is not distinct from 'converted', protected_until desc nulls last, created_at, id`.execute(ctx.db);
  return rows;
}
