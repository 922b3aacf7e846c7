import type { House } from "../core/ctx.ts";
import type { Row } from "../core/language/types.ts";
import type { StandardObject } from "../core/objects/standard.ts";
import { refuseFrozen } from "./cleanse/collision/frozen.ts";
import { fileWrites } from "./cleanse/blocking/filing.ts";
import { normaliseLead } from "./cleanse/normalise/lead.ts";
import { accountObject, contactObject } from "./customer.object.ts";

const keysOf = (part: Row, house: House) => normaliseLead(part, { country: house.settings.country }).keys;

/** A number as arrivals carry it (E.164), so that equal numbers are equal; what cannot be read stays as typed. */
const phoneOf = (after: Row, before: Row | null, house: House): Row =>
  typeof after.phone !== "string" || before?.phone === after.phone ? {} : { phone: normaliseLead({ phone: after.phone }, { country: house.settings.country }).row.phone ?? after.phone };

/** Accounts carry the key of their name, so that arrivals find them. */
export const accountRules: StandardObject = {
  def: accountObject,
  beforeWrite: refuseFrozen,
  derive: (after, before, house): Row => ({
    ...phoneOf(after, before, house), ...(before?.name === after.name ? {} : { company_key: keysOf({ company: after.name ?? null }, house).company_key }),
  }),
  afterWrite: (tx, writes) => fileWrites(tx, "account", writes),
};

/** Contacts carry the keys of their e-mail and name, so that arrivals find them. */
export const contactRules: StandardObject = {
  def: contactObject,
  beforeWrite: refuseFrozen,
  derive(after, before, house): Row {
    const phone = phoneOf(after, before, house);
    if (before !== null && before.name === after.name && before.email === after.email) return phone;
    const keys = keysOf({ name: after.name ?? null, email: after.email ?? null }, house);
    return { ...phone, email_key: keys.email_key, name_pinyin: keys.name_partial ? null : keys.name_pinyin };
  },
  afterWrite: (tx, writes) => fileWrites(tx, "contact", writes),
};
