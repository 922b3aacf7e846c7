import type { LeadKeys } from "./normalise/lead.ts";

export interface MatchKey {
  kind: "phone" | "email" | "wechat" | "credit_code" | "company_name";
  key: string;
}

/**
 * The exact keys under which a lead is looked up, strongest first. Company and name together make one key,
 * by the pinyin of the name, and only when the name is more than a surname ("王总" at a company is nobody in particular).
 */
export function matchKeys(keys: LeadKeys): MatchKey[] {
  const found: MatchKey[] = [];
  if (keys.phone_key !== null) found.push({ kind: "phone", key: keys.phone_key });
  if (keys.email_key !== null) found.push({ kind: "email", key: keys.email_key });
  if (keys.wechat_key !== null) found.push({ kind: "wechat", key: keys.wechat_key });
  if (keys.credit_code_key !== null) found.push({ kind: "credit_code", key: keys.credit_code_key });
  if (keys.company_key !== null && keys.name_pinyin !== null && !keys.name_partial) found.push({ kind: "company_name", key: `${keys.company_key}|${keys.name_pinyin}` });
  return found;
}
