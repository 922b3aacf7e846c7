import type { Ctx } from "../../ctx.ts";
import { type StoredPerson, loadPerson } from "../people/person.ts";
import { PeopleOnly } from "../refusals.ts";

/** The person who acts; throws PeopleOnly for an API key. */
export async function myself(ctx: Ctx): Promise<StoredPerson> {
  if (ctx.actor.kind !== "person") throw PeopleOnly();
  return loadPerson(ctx, ctx.actor.id);
}

/** The Cookie header of the request. */
export function cookieOf(ctx: Ctx): string | undefined {
  const header = ctx.via.headers?.cookie;
  return Array.isArray(header) ? header.join("; ") : header;
}
