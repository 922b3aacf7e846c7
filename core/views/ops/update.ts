import { sql } from "kysely";
import { z } from "zod";
import { requireVersion } from "../../access/shapes.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { viewOf } from "../../records/viewer.ts";
import { changeable, presentViews, requireAskable, SAVED, type Saved, teamFor } from "../saved.ts";
import { ListState, Shared, ViewName, ViewOut } from "../shapes.ts";

/** Renames a view, shares it otherwise, or replaces what it shows: one's own freely, a shared one by the right to it; with If-Match only if it still has that version. */
export const updateView = op({
  name: "view.update",
  title: { zh: "修改视图", en: "Change a view" },
  needs: "view:read",
  http: { method: "PATCH", path: "/views/:id" },
  input: z.strictObject({ id: z.uuid(), name: ViewName.optional(), shared: Shared.optional(), state: ListState.optional() }),
  output: ViewOut,
  run: (ctx, { id, name, shared, state }) =>
    transaction(ctx, async (tx) => {
      const before = await changeable(tx, id);
      requireVersion(tx, before.version);
      if (state) requireAskable(await viewOf(tx, before.object), state);
      const team = shared ? teamFor(tx.actor, shared, before.team_id) : before.team_id;
      const { rows } = await sql<Saved>`
        update clew.view v set name = ${name ?? before.name}, shared = ${shared ?? before.shared}, team_id = ${team},
          body = ${JSON.stringify(state ?? before.body)}::json, updated_at = ${tx.now}, version = v.version + 1 where v.id = ${id} returning ${SAVED}`.execute(tx.db);
      return (await presentViews(tx, before.object, rows))[0]!;
    }),
});
