import { sql } from "kysely";
import { v7 } from "uuid";
import { z } from "zod";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { invalidField } from "../../refusal.ts";
import { directory } from "../directory.ts";
import { LEAVE_COLUMNS, Leave, requireLeaveOf } from "./leave.ts";

const Instant = z.iso.datetime({ offset: true });

/** Enters an absence, from one instant to another. */
export const addLeave = op({
  name: "leave.add",
  title: { zh: "登记请假", en: "Enter leave" },
  needs: "signed_in",
  http: { method: "POST", path: "/people/:id/leave", status: 201 },
  input: z.strictObject({ id: z.uuid(), from_at: Instant, to_at: Instant, note: z.string().trim().max(500).nullable().optional() }),
  output: Leave,
  async run(ctx, input) {
    await requireLeaveOf(ctx, input.id, "create");
    if (Date.parse(input.from_at) >= Date.parse(input.to_at)) throw invalidField("to_at", { zh: "结束时间必须晚于开始时间", en: "The end has to be after the beginning" });
    return transaction(ctx, async (tx) => {
      const { rows } = await sql<Leave>`
        insert into clew.leave (id, person_id, from_at, to_at, note) values (${v7()}, ${input.id}, ${input.from_at}, ${input.to_at}, ${input.note ?? null})
        returning ${LEAVE_COLUMNS}
      `.execute(tx.db);
      await directory.changed(tx);
      return rows[0]!;
    });
  },
});
