import { z } from "zod";
import type { Ctx } from "../../core/ctx.ts";
import { transaction } from "../../core/db/transaction.ts";
import { op } from "../../core/op.ts";
import { requireVisible } from "../../core/records/edit.ts";
import { RecordOut } from "../../core/records/ops/shapes.ts";
import { present, type Shown } from "../../core/records/present.ts";
import { viewOf } from "../../core/records/viewer.ts";
import { updateRows } from "../../core/records/write.ts";

const ById = z.strictObject({ id: z.uuid() });

/** Marks a task done. Done already: it stays as it is. */
export const completeTask = op({
  name: "task.complete",
  title: { zh: "完成待办", en: "Complete a task" },
  needs: "task:edit",
  http: { method: "POST", path: "/tasks/:id/complete" },
  input: ById,
  output: RecordOut,
  run: (ctx, { id }) => setDone(ctx, id, true),
});

/** Opens a task again. Its reminder does not repeat unless it gets a new time. */
export const reopenTask = op({
  name: "task.reopen",
  title: { zh: "重新打开待办", en: "Reopen a task" },
  needs: "task:edit",
  http: { method: "POST", path: "/tasks/:id/reopen" },
  input: ById,
  output: RecordOut,
  run: (ctx, { id }) => setDone(ctx, id, false),
});

async function setDone(ctx: Ctx, id: string, done: boolean): Promise<Shown> {
  return transaction(ctx, async (tx) => {
    const view = await viewOf(tx, "task");
    const row = (await requireVisible(view, [id])).get(id);
    const already = (row?.done_at ?? null) !== null;
    if (already !== done) await updateRows(tx, "task", [{ id, changes: { done_at: done ? tx.now.toISOString() : null } }]);
    const after = (await requireVisible(view, [id])).get(id);
    const [shown] = await present(view, after ? [after] : []);
    return shown as Shown;
  });
}
