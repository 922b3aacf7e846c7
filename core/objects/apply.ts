import { sql } from "kysely";
import type { Ctx } from "../ctx.ts";
import { transaction } from "../db/transaction.ts";
import type { ObjectDef } from "../language/types.ts";
import { type Catalog, catalog } from "./catalog.ts";
import { type PlanStep, planObject } from "./plan.ts";

/** One schema change at a time in the whole organisation; the key is arbitrary but fixed. */
const SCHEMA_LOCK = 4_711_001;

/**
 * Brings objects to the wanted declaration: plan, DDL and metadata in one transaction, so that a table and its
 * description can never disagree. Fields of the stored object that `wanted` does not name stay as they are.
 * @returns the steps that were needed; none when nothing differs.
 */
export async function applyObjects(ctx: Ctx, wanted: (catalog: Catalog) => ObjectDef[]): Promise<PlanStep[]> {
  return transaction(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(${SCHEMA_LOCK})`.execute(tx.db);
    const now = await catalog.fresh(tx);
    const steps: PlanStep[] = [];
    for (const object of wanted(now)) {
      const current = now.objects.get(object.key);
      const merged = current ? { ...object, fields: keepOthers(current, object) } : object;
      const plan = planObject(current, merged);
      if (plan.length === 0) continue;
      for (const step of plan) for (const ddl of step.ddl) await sql.raw(ddl).execute(tx.db);
      await store(tx, merged, now.objects.size);
      steps.push(...plan);
    }
    if (steps.length > 0) await catalog.changed(tx);
    return steps;
  });
}

function keepOthers(current: ObjectDef, wanted: ObjectDef): ObjectDef["fields"] {
  const named = new Set(wanted.fields.map((f) => f.key));
  return [...wanted.fields, ...current.fields.filter((f) => !named.has(f.key))];
}

async function store(tx: Ctx, object: ObjectDef, position: number): Promise<void> {
  await sql`
    insert into clew.object (key, label, title, standard, indexes, position, retired_at)
    values (${object.key}, ${JSON.stringify(object.label)}, ${object.title}, ${object.standard ?? false}, ${JSON.stringify(object.indexes ?? [])},
      ${position}, ${object.retired ? tx.now : null})
    on conflict (key) do update set label = excluded.label, title = excluded.title, indexes = excluded.indexes,
      retired_at = case when excluded.retired_at is null then null else coalesce(object.retired_at, excluded.retired_at) end`.execute(tx.db);
  const fields = object.fields.map(({ retired, ...def }, position) => ({ key: def.key, def, standard: object.standard ?? false, position, retired: retired ?? false }));
  await sql`
    insert into clew.field (object, key, def, standard, position, retired_at)
    select ${object.key}, x.key, x.def, x.standard, x.position, case when x.retired then ${tx.now}::timestamptz end
    from json_to_recordset(${JSON.stringify(fields)}) as x(key text, def jsonb, standard boolean, position int, retired boolean)
    on conflict (object, key) do update set def = excluded.def, position = excluded.position,
      retired_at = case when excluded.retired_at is null then null else coalesce(field.retired_at, excluded.retired_at) end`.execute(tx.db);
}
