import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../../../core/op.ts";
import { tellProgress } from "../progress.ts";
import { WrongStatus } from "../refusals.ts";
import { One } from "../shapes.ts";
import { importOf } from "../stored.ts";
import { undo } from "../undo.ts";

const UNDOABLE = ["done", "failed", "cancelled"];

/** Takes back what an import brought in, respecting what people have done with it since. */
export const undoImport = op({
  name: "import.undo",
  title: { zh: "撤销导入", en: "Undo an import" },
  needs: "import:create",
  http: { method: "POST", path: "/imports/:id/undo" },
  input: One,
  output: z.object({ removed: z.number(), restored: z.number(), kept: z.number() }),
  async run(ctx, { id }) {
    const stored = await importOf(ctx, id);
    if (!UNDOABLE.includes(stored.status) || stored.rows_done === 0) throw WrongStatus({ status: stored.status });
    const undone = await undo(ctx, id);
    await sql`update clew.import set status = 'undone', undo = ${JSON.stringify(undone)}::jsonb where id = ${id} and status = any(${UNDOABLE})`.execute(ctx.db);
    await tellProgress(ctx, stored);
    return undone;
  },
});
