import type { Row } from "../../core/language/types.ts";
import type { Keys } from "./match.ts";

/** A stored lead's exact keys. */
export function storedKeys(row: Row): Keys {
  const text = (key: string) => (row[key] as string | null | undefined) ?? null;
  const company = text("company_key");
  const name = text("name_pinyin");
  return { phone: text("phone_key"), email: text("email_key"), wechat: text("wechat_key"), credit_code: text("credit_code"), company, company_name: company && name ? `${company}|${name}` : null };
}
