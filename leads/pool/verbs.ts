import type { Ctx } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import type { Row } from "../../core/language/types.ts";
import { catalog } from "../../core/objects/catalog.ts";
import { NotFound, type Refusal } from "../../core/refusal.ts";
import { visibleRows } from "../../core/records/find.ts";
import { viewOf } from "../../core/records/viewer.ts";
import { lockRows, updateRows } from "../../core/records/write.ts";

/** What a verb did to one lead: the row as it now stands, or why not. */
export interface Done {
  id: string;
  row?: Row;
  refused?: Refusal;
}

/**
 * Runs a verb on a batch of leads for an actor: only those they can see, each locked, each answered for itself. `change` says what is
 * written to a lead, or refuses it; the rules of ownership follow from the write.
 */
export async function verb(ctx: Ctx, ids: readonly string[], change: (row: Row) => Row | Refusal, note?: string): Promise<Done[]> {
  return transaction(note === undefined ? ctx : { ...ctx, cause: { ...ctx.cause, note } }, async (tx) => {
    const view = await viewOf(tx, "lead");
    const visible = new Set((await visibleRows(view, ids)).map((row) => row.id));
    const all = await catalog.get(tx.house);
    const rows = await lockRows(tx, all.object("lead"), all, ids.filter((id) => visible.has(id)));
    const refused = new Map<string, Refusal>();
    const changes = [...new Set(ids)].flatMap((id) => {
      const row = rows.get(id);
      const wanted = row ? change(row) : NotFound({ object: "lead", id });
      if (wanted instanceof Error) {
        refused.set(id, wanted);
        return [];
      }
      return [{ id, changes: wanted }];
    });
    const written = new Map((await updateRows(tx, "lead", changes, rows)).map((w, i) => [(changes[i] as { id: string }).id, w]));
    return ids.map((id): Done => {
      const w = written.get(id);
      const why = refused.get(id) ?? w?.refused;
      return why ? { id, refused: why } : { id, row: w?.row as Row };
    });
  });
}
