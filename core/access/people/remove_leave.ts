import { sql } from "kysely";
import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { NotFound } from "../../refusal.ts";
import { directory } from "../directory.ts";
import { Removed } from "../shapes.ts";
import { loadPerson } from "./person.ts";
import { requireLeaveOf } from "./leave.ts";

interface Absence {
  from_at: string;
  to_at: string;
  note: string | null;
}

/** Takes an absence back; one that is being covered ends now. */
export const removeLeave = op({
  name: "leave.remove",
  title: { zh: "撤销请假", en: "Take leave back" },
  needs: "signed_in",
  http: { method: "DELETE", path: "/people/:id/leave/:leave_id" },
  input: z.strictObject({ id: z.uuid(), leave_id: z.uuid() }),
  output: Removed,
  async run(ctx, { id, leave_id }) {
    await requireLeaveOf(ctx, id, "edit");
    return transaction(ctx, async (tx) => {
      // What is being covered comes back through the end of the leave.
      const { rows: ended } = await sql<Absence>`
        update clew.leave set to_at = greatest(${tx.now}, from_at + interval '1 second'), fire_at = ${tx.now} where id = ${leave_id} and person_id = ${id} and state = 'covered' returning from_at, to_at, note`.execute(tx.db);
      const { rows } = ended.length > 0 ? { rows: ended } : await sql<Absence>`delete from clew.leave where id = ${leave_id} and person_id = ${id} returning from_at, to_at, note`.execute(tx.db);
      if (rows.length === 0) throw NotFound();
      await directory.changed(tx);
      await audit(tx, "leave", { id, name: (await loadPerson(tx, id)).name, before: rows[0] ?? null });
      return { id: leave_id };
    });
  },
});
