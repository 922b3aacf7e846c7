import type { Row, Value } from "../../../core/language/types.ts";
import { parseAmount } from "./amount.ts";
import { companyKey } from "./company.ts";
import { normaliseCreditCode } from "./credit_code.ts";
import { normaliseEmail } from "./email.ts";
import { nameKey, namePinyin } from "./name.ts";
import { normalisePhone } from "./phone.ts";
import { normaliseRegion } from "./region.ts";
import { cleanText, isPlaceholder, type TextOptions } from "./text.ts";
import { normaliseWechat } from "./wechat.ts";

export type FlagCode =
  | "invalid" | "test_number" | "several" | "disposable" | "extension" | "placeholder" | "completed"
  | "partial_name" | "region_mismatch" | "same_as_phone";

/** What was noticed about one field; `typed` is what came in when the stored value differs in more than spelling. */
export interface Flag {
  field: string;
  code: FlagCode;
  facts: Record<string, unknown>;
}

/** Derived values to look duplicates up by; null where the row gives none. */
export interface LeadKeys {
  phone_key: string | null;
  email_key: string | null;
  wechat_key: string | null;
  credit_code_key: string | null;
  company_key: string | null;
  name_key: string | null;
  name_pinyin: string | null;
  name_initials: string | null;
  /** The name is only a surname. */
  name_partial: boolean;
}

export interface NormalisedLead {
  row: Row;
  keys: LeadKeys;
  flags: Flag[];
}

export interface LeadEnv {
  /** Default country of phone numbers, ISO 3166. */
  country: string;
}

const LINE: TextOptions = {};
const NAME: TextOptions = { punctuation: true };
const PROSE: TextOptions = { punctuation: true, lines: true };
const TEXTS: Record<string, TextOptions> = {
  name: LINE, job_title: NAME, industry: NAME, company: NAME, address: NAME, company_size: NAME, product_line: NAME, need: PROSE, note: PROSE,
  source: NAME, website: LINE, external_id: LINE, campaign_id: LINE, referrer: LINE, landing_page: LINE, disqualify_reason: NAME,
  utm_source: LINE, utm_medium: LINE, utm_campaign: LINE, utm_term: LINE, utm_content: LINE,
};
/** Fields where "无" and "n/a" mean that nothing was given. */
const BLANKED = new Set(["name", "company", "job_title", "industry", "website", "address", "company_size"]);
const YES = new Set(["true", "yes", "y", "1", "是", "对", "√"]);
const NO = new Set(["false", "no", "n", "0", "否", "不", "×"]);

/**
 * Normalises the standard fields of a lead that are present, whatever JSON they came as, and derives its match keys.
 * Fields it does not know pass untouched. A value that cannot be read becomes null with a flag; the original stays on
 * the arrival. Test numbers and placeholders never become keys.
 */
export function normaliseLead(typed: Row, env: LeadEnv): NormalisedLead {
  const row: Row = { ...typed };
  const keys: LeadKeys = { phone_key: null, email_key: null, wechat_key: null, credit_code_key: null, company_key: null, name_key: null, name_pinyin: null, name_initials: null, name_partial: false };
  const flags: Flag[] = [];
  for (const field in TEXTS) if (field in row) row[field] = readText(field, row[field], flags);
  readPhone(row, keys, flags, env);
  readEmail(row, keys, flags);
  readWechat(row, keys, flags);
  readCreditCode(row, keys, flags);
  readRegion(row, flags);
  readName(row, keys, flags);
  if (typeof row.company === "string") keys.company_key = companyKey(row.company);
  if ("budget" in row) row.budget = readBudget(row.budget, flags);
  if ("do_not_contact" in row) row.do_not_contact = readBoolean(row.do_not_contact, flags);
  if ("tags" in row) row.tags = readTags(row.tags);
  return { row, keys, flags };
}

/** Any scalar as text; lists and objects are not text and give null. */
function asText(value: Value | undefined): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

function readText(field: string, value: Value | undefined, flags: Flag[]): string | null {
  const raw = asText(value);
  if (raw === null) {
    if (value !== null && value !== undefined) flags.push({ field, code: "invalid", facts: { typed: value } });
    return null;
  }
  const text = cleanText(raw, TEXTS[field]);
  if (text === null || !BLANKED.has(field) || !isPlaceholder(text)) return text;
  flags.push({ field, code: "placeholder", facts: { typed: text } });
  return null;
}

function readPhone(row: Row, keys: LeadKeys, flags: Flag[], env: LeadEnv): void {
  if (!("phone" in row)) return;
  const raw = asText(row.phone) ?? "";
  const phone = normalisePhone(raw, env.country);
  row.phone = phone.value;
  for (const code of phone.flags) flags.push({ field: "phone", code, facts: { typed: raw } });
  if (phone.extension !== undefined) flags.push({ field: "phone", code: "extension", facts: { extension: phone.extension } });
  // A switchboard is shared: with an extension, number and extension together name the person.
  if (phone.value !== null && !phone.flags.includes("test_number")) keys.phone_key = phone.extension === undefined ? phone.value : `${phone.value};ext=${phone.extension}`;
  if (phone.city !== undefined && phone.province !== undefined && isBlank(row.province) && isBlank(row.city)) {
    row.province = phone.province;
    row.city = phone.city;
    flags.push({ field: "city", code: "completed", facts: { from: "phone", province: phone.province, city: phone.city } });
  }
}

function readEmail(row: Row, keys: LeadKeys, flags: Flag[]): void {
  if (!("email" in row)) return;
  const raw = asText(row.email) ?? "";
  const email = normaliseEmail(raw);
  row.email = email.value;
  keys.email_key = email.key;
  for (const code of email.flags) flags.push({ field: "email", code, facts: { typed: raw } });
}

function readWechat(row: Row, keys: LeadKeys, flags: Flag[]): void {
  if (!("wechat" in row)) return;
  const raw = asText(row.wechat) ?? "";
  const wechat = normaliseWechat(raw);
  row.wechat = wechat.value;
  keys.wechat_key = wechat.key;
  for (const code of wechat.flags) flags.push({ field: "wechat", code, facts: { typed: raw } });
}

function readCreditCode(row: Row, keys: LeadKeys, flags: Flag[]): void {
  if (!("credit_code" in row)) return;
  const raw = asText(row.credit_code) ?? "";
  const code = normaliseCreditCode(raw);
  row.credit_code = keys.credit_code_key = code.value;
  if (code.problem) flags.push({ field: "credit_code", code: "invalid", facts: { typed: raw, problem: code.problem } });
}

function readRegion(row: Row, flags: Flag[]): void {
  if (!("province" in row) && !("city" in row)) return;
  const region = normaliseRegion(asText(row.province), asText(row.city));
  row.province = region.province;
  row.city = region.city;
  if (region.mismatch) flags.push({ field: "city", code: "region_mismatch", facts: { province: region.province, city: region.city } });
}

function readName(row: Row, keys: LeadKeys, flags: Flag[]): void {
  if (typeof row.name !== "string") return;
  const { key, partial } = nameKey(row.name);
  if (key === null) return;
  const { full, initials } = namePinyin(key);
  keys.name_key = key;
  keys.name_pinyin = full || null;
  keys.name_initials = initials || null;
  keys.name_partial = partial;
  if (partial) flags.push({ field: "name", code: "partial_name", facts: { surname: key } });
}

function readBudget(value: Value | undefined, flags: Flag[]): number | null {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const raw = asText(value);
  if (raw === null || cleanText(raw) === null) return null;
  const amount = parseAmount(raw);
  if (amount === undefined) flags.push({ field: "budget", code: "invalid", facts: { typed: raw } });
  return amount ?? null;
}

function readBoolean(value: Value | undefined, flags: Flag[]): boolean | null {
  const raw = cleanText(asText(value) ?? "")?.toLowerCase();
  if (raw === undefined) return null;
  if (YES.has(raw)) return true;
  if (NO.has(raw)) return false;
  flags.push({ field: "do_not_contact", code: "invalid", facts: { typed: raw } });
  return null;
}

function readTags(value: Value | undefined): string[] | null {
  const list: unknown[] = Array.isArray(value) ? value : (asText(value) ?? "").split(/[,，、;；|\n]/);
  const tags = [...new Set(list.flatMap((tag) => (typeof tag === "string" ? (cleanText(tag) ?? []) : [])))];
  return tags.length > 0 ? tags : null;
}

function isBlank(value: Value | undefined): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}
