import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "../../../core/ctx.ts";
import type { FieldDef, Row } from "../../../core/language/types.ts";
import { columnList } from "../../../core/records/columns.ts";
import type { MatchCandidate } from "../match.ts";

/** A record in the words of a lead: what a contact or an account says under the lead's fields. */
const AS_LEAD: Readonly<Record<"contact" | "account", Readonly<Record<string, string>>>> = {
  contact: { name: "t.name", phone: "t.phone", email: "t.email", wechat: "t.wechat", job_title: "t.job_title", company: "a.name", address: "a.address", province: "a.province", city: "a.city", website: "a.website" },
  account: { company: "t.name", phone: "t.phone", credit_code: "t.credit_code", industry: "t.industry", address: "t.address", province: "t.province", city: "t.city", website: "t.website" },
};
const FROM = { lead: "crm.lead t", contact: "crm.contact t left join crm.account a on a.id = t.account_id", account: "crm.account t" } as const;
const MORE = {
  lead: "t.id, t.created_at, t.stage, t.account_id, t.pool_id, t.owner_id, t.product_line, t.phone_key, t.email_key, t.wechat_key, t.credit_code, t.company_key, t.name_pinyin",
  contact: "t.id, t.created_at, null as stage, t.account_id, null as pool_id, null as owner_id, null as product_line, t.phone as phone_key, t.email_key, t.wechat as wechat_key, null as credit_code, a.company_key, t.name_pinyin",
  account: "t.id, t.created_at, null as stage, null as account_id, null as pool_id, null as owner_id, null as product_line, t.phone as phone_key, null as email_key, null as wechat_key, t.credit_code, t.company_key, null as name_pinyin",
} as const;
const KEYS = new Set(["id", "created_at", "stage", "account_id", "pool_id", "owner_id", "product_line", "credit_code"]);

/** Records of one object with their match keys and the compared fields, in the words of a lead. */
export async function recordsAsLeads(tx: Ctx, object: MatchCandidate["object"], fields: readonly FieldDef[], where: RawBuilder<unknown>): Promise<Row[]> {
  const wanted = fields.filter((field) => !KEYS.has(field.key));
  const columns = object === "lead" ? columnList(wanted, "t.") : sql.raw(wanted.map(({ key }) => `${AS_LEAD[object][key] ?? "null"} as "${key}"`).join(", "));
  const { rows } = await sql<Row>`select ${sql.raw(MORE[object])}${wanted.length > 0 ? sql`, ${columns}` : sql``} from ${sql.raw(FROM[object])} where ${where}`.execute(tx.db);
  return rows;
}
