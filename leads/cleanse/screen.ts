import type { NormalisedLead } from "./normalise/lead.ts";

export interface ScreenReason {
  code: "no_contact" | "test_number" | "disposable_email" | "spam";
  facts: Record<string, unknown>;
}

export interface Screening {
  outcome: "pass" | "quarantine";
  reasons: ScreenReason[];
}

/** What the channel noticed besides the fields. */
export interface ScreenSignals {
  /** The field hidden from people was filled in. */
  honeypot?: boolean;
  /** A list without any column for a contact: history known by its numbers in another system. */
  known_by_number?: boolean;
}

/** From this number of links in need and note on, a message is advertising. */
const MOST_LINKS = 3;
const LINK = /https?:\/\/|www\.|\[url|<a\s/gi;
const CONTACT_FIELDS = ["phone", "email", "wechat"] as const;

/**
 * Decides whether a normalised lead can be worked or is set aside, with the reasons. A person is reachable by a
 * valid phone, e-mail or WeChat; or, when none of these was filled in, by name and company. Something unusable typed
 * where a contact belongs ("123", "请加微信") is a refusal to be contacted and is set aside.
 */
export function screen(lead: NormalisedLead, signals: ScreenSignals = {}): Screening {
  const reasons = [...spamReasons(lead, signals), ...contactReasons(lead, signals)];
  return { outcome: reasons.length > 0 ? "quarantine" : "pass", reasons };
}

function spamReasons({ row }: NormalisedLead, signals: ScreenSignals): ScreenReason[] {
  const reasons: ScreenReason[] = [];
  if (signals.honeypot) reasons.push({ code: "spam", facts: { because: "honeypot" } });
  const links = countLinks(row.need) + countLinks(row.note);
  if (links >= MOST_LINKS) reasons.push({ code: "spam", facts: { because: "links", links } });
  const linked = ["name", "company", "job_title"].filter((field) => countLinks(row[field]) > 0);
  if (linked.length > 0) reasons.push({ code: "spam", facts: { because: "link_in_name", fields: linked } });
  return reasons;
}

function countLinks(value: unknown): number {
  return typeof value === "string" ? (value.match(LINK)?.length ?? 0) : 0;
}

function contactReasons({ row, keys, flags }: NormalisedLead, signals: ScreenSignals): ScreenReason[] {
  if (signals.known_by_number && row.external_id) return [];
  const test = flags.some((flag) => flag.field === "phone" && flag.code === "test_number");
  const throwaway = flags.some((flag) => flag.field === "email" && flag.code === "disposable");
  const reachable = (row.phone && !test) || (row.email && !throwaway) || row.wechat;
  if (reachable) return [];
  if (test && !throwaway) return [{ code: "test_number", facts: { typed: typed(flags, "phone") } }];
  if (throwaway) return [{ code: "disposable_email", facts: { typed: typed(flags, "email") } }];
  const refused = CONTACT_FIELDS.filter((field) => flags.some((flag) => flag.field === field && flag.code === "invalid"));
  if (refused.length === 0 && keys.company_key !== null && keys.name_key !== null) return [];
  return [{ code: "no_contact", facts: { unusable: refused.map((field) => ({ field, typed: typed(flags, field) })) } }];
}

function typed(flags: NormalisedLead["flags"], field: string): unknown {
  return flags.find((flag) => flag.field === field)?.facts.typed;
}
