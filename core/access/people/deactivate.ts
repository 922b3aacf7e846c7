import { sql } from "kysely";
import { z } from "zod";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { ById } from "../shapes.ts";
import { Person } from "./person.ts";
import { changePerson } from "./update.ts";

/**
 * Switches a person off: signed out everywhere at once, kept as owner and author of what they did. Answers how many live
 * API keys they made, which go on until revoked. Refuses the last administrator.
 */
export const deactivatePerson = op({
  name: "person.deactivate",
  title: { zh: "停用人员", en: "Switch a person off" },
  needs: "person:remove",
  http: { method: "DELETE", path: "/people/:id" },
  input: ById,
  output: Person.extend({ live_keys: z.number() }),
  run: (ctx, { id }) =>
    transaction(ctx, async (tx) => {
      const person = await changePerson(tx, id, { status: "inactive" });
      const { rows } = await sql<{ live: number }>`
        select count(*)::int live from clew.api_key where created_by = ${id} and revoked_at is null
      `.execute(tx.db);
      return { ...person, live_keys: rows[0]!.live };
    }),
});
