import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../op.ts";
import { afterId, cutPage, pageInput, pageOf } from "../page.ts";
import { LEAVE_COLUMNS, Leave, requireLeaveOf } from "./leave.ts";

/** A person's absences in the order they were entered. */
export const listLeave = op({
  name: "leave.list",
  title: { zh: "请假记录", en: "List leave" },
  needs: "signed_in",
  http: { method: "GET", path: "/people/:id/leave" },
  input: z.strictObject({ id: z.uuid(), ...pageInput }),
  output: pageOf(Leave),
  async run(ctx, { id, limit, cursor }) {
    await requireLeaveOf(ctx, id, "read");
    const { rows } = await sql<Leave>`
      select ${LEAVE_COLUMNS} from clew.leave
      where person_id = ${id} and id > coalesce(${afterId(cursor)}::uuid, '00000000-0000-0000-0000-000000000000') order by id limit ${limit + 1}
    `.execute(ctx.db);
    return cutPage(rows, limit, (leave) => leave.id);
  },
});
