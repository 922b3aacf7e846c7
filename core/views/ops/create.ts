import { sql } from "kysely";
import { z } from "zod";
import { myself } from "../../access/me/myself.ts";
import { requireNeed } from "../../access/rights.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import { newId } from "../../records/new_id.ts";
import { ObjectKey } from "../../records/ops/shapes.ts";
import { viewOf } from "../../records/viewer.ts";
import { refusal } from "../../refusal.ts";
import { presentViews, requireAskable, SAVED, type Saved, savedViews, teamFor } from "../saved.ts";
import { ListState, Shared, ViewName, ViewOut } from "../shapes.ts";

/** More tabs than these nobody finds anything in. */
const MOST = 100;
const TooManyViews = refusal("too_many_views", 409, { zh: "每个列表最多保存 {limit} 个视图", en: "A list keeps {limit} saved views at most" });

/** Saves what a list shows under a name: for oneself, which everybody may who reads views; for one's team and the teams below (needs view:create); or for everybody (needs view:share). */
export const createView = op({
  name: "view.create",
  title: { zh: "保存视图", en: "Save a view" },
  needs: "view:read",
  http: { method: "POST", path: "/views", status: 201 },
  input: z.strictObject({ object: ObjectKey, name: ViewName, shared: Shared.default("private"), state: ListState }),
  output: ViewOut,
  run: (ctx, { object, name, shared, state }) =>
    transaction(ctx, async (tx) => {
      const { id: owner_id } = await myself(tx);
      requireNeed(tx.actor, `${object}:read`);
      requireAskable(await viewOf(tx, object), state);
      const team = teamFor(tx.actor, shared);
      const own = (await savedViews(tx, object)).filter((view) => view.owner_id === owner_id);
      if (own.length >= MOST) throw TooManyViews({ limit: MOST });
      const { rows } = await sql<Saved>`
        insert into clew.view as v (id, object, name, owner_id, shared, team_id, body, created_at, updated_at)
        values (${newId()}, ${object}, ${name}, ${owner_id}, ${shared}, ${team}, ${JSON.stringify(state)}::json, ${tx.now}, ${tx.now}) returning ${SAVED}`.execute(tx.db);
      return (await presentViews(tx, object, rows))[0]!;
    }),
});
