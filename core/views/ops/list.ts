import { z } from "zod";
import { requireNeed } from "../../access/rights.ts";
import { op } from "../../op.ts";
import { ObjectKey } from "../../records/ops/shapes.ts";
import { presentViews, savedViews } from "../saved.ts";
import { ViewOut } from "../shapes.ts";

/** The saved views of an object's list: one's own, those of one's teams, those for everybody. A view says what to ask, never more than the asker may see. */
export const listViews = op({
  name: "view.list",
  title: { zh: "已存视图列表", en: "List saved views" },
  needs: "view:read",
  http: { method: "GET", path: "/views" },
  input: z.strictObject({ object: ObjectKey }),
  output: z.object({ items: z.array(ViewOut) }),
  async run(ctx, { object }) {
    requireNeed(ctx.actor, `${object}:read`);
    return { items: await presentViews(ctx, object, await savedViews(ctx, object)) };
  },
});
