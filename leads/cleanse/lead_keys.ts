import type { House } from "../../core/ctx.ts";
import type { Row } from "../../core/language/types.ts";
import { type LeadKeys, normaliseLead } from "./normalise/lead.ts";

const SOURCES = ["phone", "email", "wechat", "company", "name", "credit_code"] as const;

/** The columns of a lead that duplicates are found by. */
export function keyColumns(keys: LeadKeys): Row {
  return { phone_key: keys.phone_key, email_key: keys.email_key, wechat_key: keys.wechat_key, company_key: keys.company_key, name_pinyin: keys.name_partial ? null : keys.name_pinyin };
}

/**
 * A lead about to be written, cleaned like one that arrives, whatever the door: number, address and names in their one spelling, and
 * the match keys that follow. Nothing when it came with its keys or nothing they follow from has changed.
 */
export function leadKeys(after: Row, before: Row | null, house: House): Row {
  if (before === null ? after.phone_key !== undefined : SOURCES.every((key) => (before[key] ?? null) === (after[key] ?? null))) return {};
  const part: Row = {};
  for (const key of SOURCES) if (after[key] !== undefined && after[key] !== null) part[key] = after[key];
  const { row, keys } = normaliseLead(part, { country: house.settings.country });
  // What cannot be read stays as it was typed: a person may know better.
  const cleaned = Object.fromEntries(SOURCES.flatMap((key) => (part[key] !== undefined && (row[key] ?? null) !== null ? [[key, row[key] as Row[string]]] : [])));
  return { ...cleaned, ...keyColumns(keys) };
}
