import { sql } from "kysely";
import type { Ctx, House } from "../ctx.ts";
import { cached } from "../db/cached.ts";

export interface Organisation {
  name: string;
  time_zone: string;
  locale: "zh-CN" | "en";
  currency: string;
  country: string;
  settings: Record<string, unknown>;
}

/** The stored row, null before the first setup. */
const stored = cached("access.organisation", async (db): Promise<Organisation | null> => {
  const { rows } = await sql<Organisation>`select name, time_zone, locale, currency, country, settings from clew.organisation`.execute(db);
  return rows[0] ?? null;
});

/** The organisation; before the first setup, nameless and with the defaults of this installation. */
export async function organisationOf(house: House): Promise<Organisation> {
  const { timeZone, locale, currency, country } = house.settings;
  return (await stored.get(house)) ?? { name: "", time_zone: timeZone, locale, currency, country, settings: {} };
}

/** Changes what is given, makes the row at first; settings given replace those of the same name, null removes one. */
export async function writeOrganisation(ctx: Ctx, change: Partial<Organisation>): Promise<Organisation> {
  const { timeZone, locale, currency, country } = ctx.house.settings;
  await sql`
    insert into clew.organisation (name, time_zone, locale, currency, country) values ('', ${timeZone}, ${locale}, ${currency}, ${country})
    on conflict do nothing
  `.execute(ctx.db);
  const { rows } = await sql<Organisation>`
    update clew.organisation set
      name = coalesce(${change.name ?? null}, name), time_zone = coalesce(${change.time_zone ?? null}, time_zone),
      locale = coalesce(${change.locale ?? null}, locale), currency = coalesce(${change.currency ?? null}, currency),
      country = coalesce(${change.country ?? null}, country),
      settings = jsonb_strip_nulls(settings || ${JSON.stringify(change.settings ?? {})}::jsonb), updated_at = ${ctx.now}
    returning name, time_zone, locale, currency, country, settings
  `.execute(ctx.db);
  await stored.changed(ctx);
  return rows[0]!;
}

/** Makes the settings of this process those of the organisation; the environment's serve only until there is one. */
export async function adoptOrganisation(house: House): Promise<void> {
  const own = await stored.get(house);
  if (own) Object.assign(house.settings, { timeZone: own.time_zone, locale: own.locale, currency: own.currency, country: own.country });
}

/** Name of the cached organisation, for whoever follows its changes. */
export const ORGANISATION = stored.name;
