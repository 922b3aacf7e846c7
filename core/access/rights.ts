import type { Actor, FieldAccess, Scope } from "../ctx.ts";
import type { Need } from "../op.ts";
import { Forbidden, Unauthenticated } from "../refusal.ts";
import { grantedField, grantedScope, grantsVerb } from "./grants.ts";

/** Whether somebody may use an operation that needs `need`. Which records it then reaches is a matter of scope. */
export function can(actor: Actor, need: Need): boolean {
  if (need === "public") return true;
  if (need === "signed_in") return actor.kind !== "visitor";
  const [object = "", verb = ""] = need.split(":");
  return grantsVerb(actor.grants, object, verb);
}

/** Throws Unauthenticated for a visitor and Forbidden for anybody else who may not. */
export function requireNeed(actor: Actor, need: Need): void {
  if (can(actor, need)) return;
  throw actor.kind === "visitor" ? Unauthenticated() : Forbidden({ need });
}

/** Which records of an object somebody may see. */
export function scopeOf(actor: Actor, object: string): Scope {
  return grantedScope(actor.grants, object);
}

/** What somebody may do with a field of the records they see. */
export function fieldAccess(actor: Actor, object: string, field: string): FieldAccess {
  return grantedField(actor.grants, object, field);
}
