import { sql } from "kysely";
import { transaction } from "../../../../core/db/transaction.ts";
import { op } from "../../../../core/op.ts";
import { tellProgress } from "../progress.ts";
import { WrongStatus } from "../refusals.ts";
import { ImportOut, importShown, One } from "../shapes.ts";
import { importOf } from "../stored.ts";

/** Stops a preview or a run between two chunks; what is in stays, and can be undone or gone on with. */
export const cancelImport = op({
  name: "import.cancel",
  title: { zh: "取消导入", en: "Cancel an import" },
  needs: "import:create",
  http: { method: "POST", path: "/imports/:id/cancel" },
  input: One,
  output: ImportOut,
  run: (ctx, { id }) =>
    transaction(ctx, async (tx) => {
      const stored = await importOf(tx, id, true);
      if (!["uploaded", "previewing", "previewed", "running"].includes(stored.status)) throw WrongStatus({ status: stored.status });
      await sql`update clew.import set status = 'cancelled', finished_at = ${tx.now}, beat_at = null where id = ${id}`.execute(tx.db);
      await tellProgress(tx, stored);
      return importShown(tx, await importOf(tx, id));
    }),
});
