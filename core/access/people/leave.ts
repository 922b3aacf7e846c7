import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "../../ctx.ts";
import { Forbidden } from "../../refusal.ts";
import { directory, ownersInScope } from "../directory.ts";
import { can } from "../rights.ts";
import { Cover } from "./cover.ts";
import { loadPerson } from "./person.ts";

/** An absence: no leads are given out in it, and clocks that mind it stand still. */
export const Leave = z.object({ id: z.string(), person_id: z.string(), from_at: z.string(), to_at: z.string(), note: z.string().nullable(), cover: Cover.nullable(), comes_back: z.boolean(), state: z.enum(["plain", "waiting", "covered", "over"]) });
export type Leave = z.infer<typeof Leave>;
export const LEAVE_COLUMNS = sql.raw("id, person_id, from_at, to_at, note, cover, comes_back, state");

/** Everybody may see and enter their own leave; who has the verb, that of the people in their scope. Throws NotFound, Forbidden. */
export async function requireLeaveOf(ctx: Ctx, personId: string, verb: "read" | "create" | "edit"): Promise<void> {
  await loadPerson(ctx, personId);
  if (ctx.actor.id === personId) return;
  const owners = ownersInScope(ctx.actor, "leave", await directory.get(ctx.house));
  if (!can(ctx.actor, `leave:${verb}`) || (owners && !owners.includes(personId))) throw Forbidden({ need: `leave:${verb}` });
}
