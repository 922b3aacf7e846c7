import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "../../ctx.ts";
import { op } from "../../op.ts";
import { directory } from "../directory.ts";
import { Grants } from "../grants.ts";
import { organisationOf } from "../organisation.ts";
import { Person, loadPerson, visiblePerson } from "../people/person.ts";
import { Label, LocaleInput } from "../shapes.ts";

/** Who is signed in and what they may do. An API key has no person. */
export const getMe = op({
  name: "me.get",
  title: { zh: "当前用户", en: "Who I am" },
  needs: "signed_in",
  http: { method: "GET", path: "/me" },
  input: z.strictObject({}),
  output: z.object({
    kind: z.enum(["person", "key", "system"]), person: Person.nullable(), name: z.string(), roles: z.array(z.object({ key: z.string(), label: Label })),
    /** Object or room → verbs; "*" stands for every one. */
    abilities: Grants.shape.verbs, scope: Grants.shape.scope, fields: Grants.shape.fields,
    locale: LocaleInput, theme: z.string(), organisation: z.object({ name: z.string(), time_zone: z.string(), currency: z.string(), country: z.string() }),
    /** Notifications not yet read. */
    unread: z.number(),
  }),
  async run(ctx) {
    const { actor } = ctx;
    const organisation = await organisationOf(ctx.house);
    const person = actor.kind === "person" ? await loadPerson(ctx, actor.id) : null;
    const role = (await directory.get(ctx.house)).roles.get(actor.role);
    return {
      kind: actor.kind as "person" | "key" | "system", person: person && visiblePerson(ctx, person), name: actor.name, roles: role ? [{ key: role.key, label: role.label }] : [],
      abilities: actor.grants.verbs, scope: actor.grants.scope, fields: actor.grants.fields,
      locale: person?.locale ?? organisation.locale, theme: person?.settings.theme ?? "system",
      organisation: { name: organisation.name, time_zone: organisation.time_zone, currency: organisation.currency, country: organisation.country },
      unread: await unreadOf(ctx),
    };
  },
});

async function unreadOf(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select count(*)::int unread from clew.notification where person_id = ${ctx.actor.id}::uuid and read_at is null
  `.execute(ctx.db);
  return rows[0]!.unread;
}
