import { sql } from "kysely";
import { z } from "zod";
import { myself } from "../../access/me/myself.ts";
import { op } from "../../op.ts";
import { ObjectKey } from "../../records/ops/shapes.ts";

/** The order in which one sees the views of a list; nobody else's order changes. Views not named come last, by age. */
export const orderViews = op({
  name: "view.order",
  title: { zh: "排列视图", en: "Order views" },
  needs: "view:read",
  http: { method: "PUT", path: "/views/order" },
  input: z.strictObject({ object: ObjectKey, ids: z.array(z.uuid()).max(1_000) }),
  output: z.object({ ids: z.array(z.uuid()) }),
  async run(ctx, { object, ids }) {
    const { id } = await myself(ctx);
    await sql`
      insert into clew.view_order (person_id, object, ids) values (${id}, ${object}, ${ids}::uuid[])
      on conflict (person_id, object) do update set ids = excluded.ids`.execute(ctx.db);
    return { ids };
  },
});
