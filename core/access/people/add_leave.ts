import { sql } from "kysely";
import { v7 } from "uuid";
import { z } from "zod";
import { audit } from "../../audit/audit.ts";
import type { Ctx } from "../../ctx.ts";
import { transaction } from "../../db/transaction.ts";
import { Instant } from "../../moments.ts";
import { op } from "../../op.ts";
import { invalidField } from "../../refusal.ts";
import { directory } from "../directory.ts";
import { can } from "../rights.ts";
import { Cover } from "./cover.ts";
import { loadPerson } from "./person.ts";
import { LEAVE_COLUMNS, Leave, requireLeaveOf } from "./leave.ts";


/**
 * Enters an absence, from one instant to another. With a cover, what falls due in it is handed to whoever covers when it begins and,
 * with `comes_back`, comes back when it ends.
 */
export const addLeave = op({
  name: "leave.add",
  title: { zh: "登记请假", en: "Enter leave" },
  needs: "signed_in",
  http: { method: "POST", path: "/people/:id/leave", status: 201 },
  input: z.strictObject({ id: z.uuid(), from_at: Instant, to_at: Instant, note: z.string().trim().max(500).nullable().optional(), cover: Cover.nullable().optional(), comes_back: z.boolean().optional() }),
  output: Leave,
  async run(ctx, input) {
    await requireLeaveOf(ctx, input.id, "create");
    if (Date.parse(input.from_at) >= Date.parse(input.to_at)) throw invalidField("to_at", { zh: "结束时间必须晚于开始时间", en: "The end has to be after the beginning" });
    const cover = input.cover ?? null;
    await requireCover(ctx, input.id, cover);
    return transaction(ctx, async (tx) => {
      const { rows } = await sql<Leave>`
        insert into clew.leave (id, person_id, from_at, to_at, note, cover, comes_back, state, fire_at)
        values (${v7()}, ${input.id}, ${input.from_at}, ${input.to_at}, ${input.note ?? null}, ${cover ? JSON.stringify(cover) : null}::jsonb, ${input.comes_back ?? true}, ${cover ? "waiting" : "plain"}, ${cover ? input.from_at : null}::timestamptz)
        returning ${LEAVE_COLUMNS}
      `.execute(tx.db);
      await directory.changed(tx);
      await audit(tx, "leave", { id: input.id, name: (await loadPerson(tx, input.id)).name, after: { from_at: rows[0]!.from_at, to_at: rows[0]!.to_at, note: rows[0]!.note, cover } });
      return rows[0]!;
    });
  },
});

/** Throws Invalid for a cover who is not there, or who is the person on leave; who may not transfer leads names somebody of the same team. */
async function requireCover(ctx: Ctx, person: string, cover: Cover | null): Promise<void> {
  if (cover === null || cover.to === "policy") return;
  const people = await directory.get(ctx.house);
  const team = people.people.get(person)?.teamId;
  const near = can(ctx.actor, "lead:transfer") || (team && team === (cover.to === "team" ? cover.id : people.people.get(cover.id)?.teamId));
  const known = near && (cover.to === "person" ? people.people.get(cover.id)?.status === "active" && cover.id !== person : people.teams.has(cover.id));
  if (!known) throw invalidField("cover", { zh: "请选择另一位在职人员或一个团队代班", en: "Choose another active person or a team as cover" });
}
