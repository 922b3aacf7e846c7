import type { Pool } from "pg";
import { sql } from "kysely";
import { type House, systemCtx } from "../core/ctx.ts";
import { dropCached, CHANGED } from "../core/db/cached.ts";
import { type Listener, listen } from "../core/db/listen.ts";
import { migrate } from "../core/db/migrate.ts";
import { migrateQueue } from "../core/jobs/queue.ts";
import { applyObjects } from "../core/objects/apply.ts";
import { addBuiltInObjects } from "../core/objects/catalog.ts";
import { installStandard } from "../core/objects/standard.ts";
import { installPolicies } from "../core/policies/kind.ts";
import { shipPolicies } from "../core/policies/published.ts";
import type { ObjectDef } from "../core/language/types.ts";
import { adoptOrganisation, ORGANISATION } from "../core/access/organisation.ts";
import { personObject, teamObject } from "../core/access/objects.ts";
import { leadWords } from "../leads/lead.words.ts";
import { shipLeads } from "../leads/ship.ts";
import { migrations, policyKindList, standardObjectList } from "./everything.ts";

/** Tells a house what this Clew brings; nothing touches the database. */
export function furnish(house: House): void {
  addBuiltInObjects([personObject, teamObject]);
  installStandard(house, standardObjectList);
  installPolicies(house, policyKindList, leadWords);
}

/**
 * Brings the database up to date: migrations, queue tables, standard objects and shipped policies. Safe to repeat and safe
 * with several processes starting at once; a database that is up to date costs a few reads.
 */
export async function prepareDatabase(house: House, pool: Pool): Promise<void> {
  const applied = await migrate(house.db, migrations);
  if (applied.length > 0 || !(await queueExists(house))) await migrateQueue(pool);
  const ctx = systemCtx(house, "start", { kind: "rule", event: "start" });
  const year = 365 * 86_400_000;
  await sql`select clew.ensure_change_months(${new Date(ctx.now.getTime() - year)}, ${new Date(ctx.now.getTime() + year / 4)})`.execute(house.db);
  await applyObjects(ctx, (catalog) => standardObjectList.map(({ def }) => withNewFields(catalog.objects.get(def.key), def)));
  await adoptOrganisation(house);
  await shipPolicies(ctx);
  await shipLeads(ctx);
}

/** What is stored stays as the organisation has shaped it; only what this version adds is added. */
function withNewFields(current: ObjectDef | undefined, shipped: ObjectDef): ObjectDef {
  if (!current) return shipped;
  const known = new Set(current.fields.map((f) => f.key));
  return { ...current, indexes: shipped.indexes ?? [], fields: [...current.fields, ...shipped.fields.filter((f) => !known.has(f.key))] };
}

async function queueExists(house: House): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('graphile_worker._private_jobs') is not null as there`.execute(house.db);
  return rows[0]?.there ?? false;
}

/** Keeps this process's caches true: drops what another process says has changed. */
export function followChanges(house: House, url: string): Promise<Listener> {
  return listen({
    url, channel: CHANGED,
    onNotify(name) {
      // Calendars and the like follow the organisation's time zone.
      dropCached(house, name === ORGANISATION ? "*" : name);
      if (name === ORGANISATION) void adoptOrganisation(house).catch((err: unknown) => house.log.error({ err }, "organisation"));
    },
    onReconnect: () => dropCached(house, "*"),
    log: (line) => house.log.warn(line),
  });
}
