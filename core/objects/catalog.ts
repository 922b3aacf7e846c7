import { sql } from "kysely";
import { cached } from "../db/cached.ts";
import type { FieldDef, ObjectDef, Schema } from "../language/types.ts";
import { NotFound } from "../refusal.ts";
import { SYSTEM_FIELDS } from "./system_fields.ts";

/** Every object of the organisation with its live and retired fields, system fields first. */
export class Catalog implements Schema {
  readonly objects: ReadonlyMap<string, ObjectDef>;
  readonly #fields = new Map<string, Map<string, FieldDef>>();

  constructor(objects: ObjectDef[]) {
    this.objects = new Map(objects.map((o) => [o.key, o]));
    for (const object of objects) {
      const fields = new Map<string, FieldDef>();
      for (const f of [...SYSTEM_FIELDS, ...object.fields]) if (!f.retired) fields.set(f.key, f);
      this.#fields.set(object.key, fields);
    }
  }

  /** A live object by key; refuses `not_found` when there is none. */
  object(key: string): ObjectDef {
    const found = this.objects.get(key);
    if (!found || found.retired) throw NotFound({ object: key });
    return found;
  }

  field(object: string, key: string): FieldDef | undefined {
    return this.#fields.get(object)?.get(key);
  }

  /** Live fields of an object by key, system fields included. */
  fields(object: string): ReadonlyMap<string, FieldDef> {
    return this.#fields.get(object) ?? new Map();
  }
}

interface Stored {
  key: string;
  label: ObjectDef["label"];
  title: string;
  standard: boolean;
  indexes: string[][];
  retired: boolean;
  fields: FieldDef[];
}

/** Objects that live outside schema crm (people, teams) but can be linked to and filtered through. */
const builtIn: ObjectDef[] = [];

export function addBuiltInObjects(objects: readonly ObjectDef[]): void {
  for (const object of objects) if (!builtIn.some((o) => o.key === object.key)) builtIn.push(object);
}

export const isBuiltIn = (key: string): boolean => builtIn.some((o) => o.key === key);

export const catalog = cached("catalog", async (db) => {
  const { rows } = await sql<Stored>`
    select o.key, o.label, o.title, o.standard, o.indexes, o.retired_at is not null as retired,
      coalesce((select json_agg(f.def || jsonb_build_object('retired', f.retired_at is not null) order by f.position, f.key)
                from clew.field f where f.object = o.key), '[]') as fields
    from clew.object o order by o.position, o.key`.execute(db);
  return new Catalog([...builtIn, ...rows]);
});
