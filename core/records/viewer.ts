import { directory, scopeFilter } from "../access/directory.ts";
import { fieldAccess } from "../access/rights.ts";
import type { Ctx, FieldAccess } from "../ctx.ts";
import type { FieldDef, Filter, FilterEnv, ObjectDef, Schema } from "../language/types.ts";
import { type Catalog, catalog } from "../objects/catalog.ts";
import { standardObjects } from "../objects/standard.ts";
import { classesOf, type SearchClass } from "./search.ts";

/** An object as one actor sees it: which fields, which records, what may be asked. */
export interface View {
  ctx: Ctx;
  all: Catalog;
  object: ObjectDef;
  /** Fields shown, masked ones included. */
  fields: Map<string, FieldDef>;
  access: Map<string, FieldAccess>;
  /** Fields that filters, sorts, groups and searches may touch: what is hidden or masked does not exist here. */
  schema: Schema;
  env: FilterEnv;
  /** The actor's records, given the fields a question touches. Null is all. */
  scope(touched: readonly string[]): Promise<Filter | null>;
  /** What a search may ask, with the fields behind each class. */
  searchClasses: ReadonlyMap<SearchClass, readonly string[]>;
}

/** What the filter language needs to know of the moment and the viewer. */
export async function filterEnv(ctx: Ctx): Promise<FilterEnv> {
  const people = await directory.get(ctx.house);
  return {
    now: ctx.now, timeZone: ctx.house.settings.timeZone,
    me: ctx.actor.kind === "person" ? ctx.actor.id : undefined, myTeam: ctx.actor.teamId ?? undefined,
    teamsUnder: (team) => people.teamsUnder(team),
  };
}

export async function viewOf(ctx: Ctx, objectKey: string): Promise<View> {
  const all = await catalog.get(ctx.house);
  const object = all.object(objectKey);
  const access = new Map<string, FieldAccess>();
  const fields = new Map<string, FieldDef>();
  for (const [key, field] of all.fields(objectKey)) {
    const allowed = field.internal ? "hidden" : fieldAccess(ctx.actor, objectKey, key);
    access.set(key, field.readonly && allowed === "edit" ? "read" : allowed);
    if (allowed !== "hidden") fields.set(key, field);
  }
  const schema: Schema = {
    field(of, key) {
      const field = all.field(of, key);
      if (!field || field.internal) return undefined;
      const allowed = fieldAccess(ctx.actor, of, key);
      return allowed === "hidden" || allowed === "masked" ? undefined : field;
    },
  };
  const searchClasses = new Map<SearchClass, string[]>();
  for (const field of all.fields(objectKey).values()) {
    for (const name of field.search && !field.internal ? classesOf(field.search) : []) searchClasses.set(name, [...(searchClasses.get(name) ?? []), field.key]);
  }
  // Fields of a class share its tokens: one that may not be read takes its class with it.
  for (const [name, keys] of searchClasses) if (keys.some((key) => ["hidden", "masked"].includes(access.get(key) ?? "hidden"))) searchClasses.delete(name);
  const people = await directory.get(ctx.house);
  const standard = standardObjects(ctx.house).get(objectKey);
  return {
    ctx, all, object, fields, access, schema, searchClasses, env: await filterEnv(ctx),
    async scope(touched) {
      const scoped = scopeFilter(ctx.actor, objectKey, people);
      return standard?.visible ? standard.visible(ctx, scoped, touched) : scoped;
    },
  };
}
