import type { House } from "../core/ctx.ts";
import type { Row } from "../core/language/types.ts";
import type { StandardObject } from "../core/objects/standard.ts";
import { normaliseLead } from "./cleanse/normalise/lead.ts";
import { accountObject, contactObject } from "./customer.object.ts";

const keysOf = (part: Row, house: House) => normaliseLead(part, { country: house.settings.country }).keys;

/** Accounts carry the key of their name, so that arrivals find them. */
export const accountRules: StandardObject = {
  def: accountObject,
  derive: (after, before, house): Row => (before?.name === after.name ? {} : { company_key: keysOf({ company: after.name ?? null }, house).company_key }),
};

/** Contacts carry the keys of their e-mail and name, so that arrivals find them. */
export const contactRules: StandardObject = {
  def: contactObject,
  derive(after, before, house): Row {
    if (before !== null && before.name === after.name && before.email === after.email) return {};
    const keys = keysOf({ name: after.name ?? null, email: after.email ?? null }, house);
    return { email_key: keys.email_key, name_pinyin: keys.name_partial ? null : keys.name_pinyin };
  },
};
