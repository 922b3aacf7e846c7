import type { FieldDef, Schema } from "../types.ts";

/** Longest chain of links a path may follow. */
const LONGEST = 4;

/** The object a field points to: a link's target, people and teams as objects "person" and "team"; undefined for plain values. */
export function targetOf(field: FieldDef): string | undefined {
  return field.type === "link" ? field.target : field.type === "person" || field.type === "team" ? field.type : undefined;
}

/** The field at the end of a path such as "owner_id.team_id"; undefined when any step does not exist. */
export function fieldAt(path: string, object: string, schema: Schema): FieldDef | undefined {
  const keys = path.split(".");
  if (keys.length > LONGEST) return undefined;
  let at: string | undefined = object;
  let field: FieldDef | undefined;
  for (const key of keys) {
    field = at === undefined ? undefined : schema.field(at, key);
    if (!field) return undefined;
    at = targetOf(field);
  }
  return field;
}
