import { z } from "zod";
import type { FieldAccess, RoleGrants, Scope } from "../ctx.ts";

const SCOPES = ["none", "own", "team", "team_and_below", "all"] as const satisfies readonly Scope[];
const FIELD_ACCESSES = ["hidden", "masked", "read", "edit"] as const satisfies readonly FieldAccess[];

const Key = z.string().regex(/^(\*|[a-z][a-z0-9_]{0,62})$/);

/** What a role may be given; unknown keys and misspelt scopes are refused by name. */
export const Grants = z.strictObject({
  verbs: z.record(Key, z.array(Key).max(100)),
  scope: z.record(Key, z.enum(SCOPES)),
  fields: z.record(Key, z.record(Key, z.enum(FIELD_ACCESSES))),
});

/** Whether the grants include a verb on an object or room; "*" stands for every one. */
export function grantsVerb(grants: RoleGrants, object: string, verb: string): boolean {
  return [own(grants.verbs, object), own(grants.verbs, "*")].some((verbs) => verbs?.some((granted) => granted === verb || granted === "*"));
}

/** The scope for an object; an object that is not named takes that of "*", and "none" without one. */
export function grantedScope(grants: RoleGrants, object: string): Scope {
  return own(grants.scope, object) ?? own(grants.scope, "*") ?? "none";
}

/** The access to a field; the object's own entry before that of "*", "edit" without any. */
export function grantedField(grants: RoleGrants, object: string, field: string): FieldAccess {
  return own(own(grants.fields, object) ?? {}, field) ?? own(own(grants.fields, "*") ?? {}, field) ?? "edit";
}

function smallerScope(one: Scope, other: Scope): Scope {
  return SCOPES[Math.min(SCOPES.indexOf(one), SCOPES.indexOf(other))] as Scope;
}

/** The same grants with every scope cut down to at most `scope`. */
export function narrowed(grants: RoleGrants, scope: Scope): RoleGrants {
  return { ...grants, scope: Object.fromEntries(Object.entries(grants.scope).map(([object, granted]) => [object, smallerScope(granted, scope)])) };
}

/** Whether whoever holds `mine` may hand out `other`: no verb, scope or field in it goes beyond. */
export function covers(mine: RoleGrants, other: RoleGrants): boolean {
  return coversVerbs(mine, other) && coversScopes(mine, other) && coversFields(mine, other);
}

function coversVerbs(mine: RoleGrants, other: RoleGrants): boolean {
  // "*" is asked like any other name: only a "*" of mine grants it.
  return Object.entries(other.verbs).every(([object, verbs]) => verbs.every((verb) => grantsVerb(mine, object, verb)));
}

function coversScopes(mine: RoleGrants, other: RoleGrants): boolean {
  const objects = new Set(["*", ...Object.keys(mine.scope), ...Object.keys(other.scope)]);
  return [...objects].every((object) => SCOPES.indexOf(grantedScope(other, object)) <= SCOPES.indexOf(grantedScope(mine, object)));
}

function coversFields(mine: RoleGrants, other: RoleGrants): boolean {
  const objects = new Set([...Object.keys(mine.fields), ...Object.keys(other.fields)]);
  const fields = new Set([...Object.values(mine.fields), ...Object.values(other.fields)].flatMap((byField) => Object.keys(byField)));
  return [...objects].every((object) =>
    [...fields].every((field) => FIELD_ACCESSES.indexOf(grantedField(other, object, field)) <= FIELD_ACCESSES.indexOf(grantedField(mine, object, field))));
}

function own<T>(map: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
