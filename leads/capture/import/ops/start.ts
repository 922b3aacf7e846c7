import { sql } from "kysely";
import { requireNeed } from "../../../../core/access/rights.ts";
import type { Ctx } from "../../../../core/ctx.ts";
import { transaction } from "../../../../core/db/transaction.ts";
import { enqueue, type Job } from "../../../../core/jobs/queue.ts";
import { op } from "../../../../core/op.ts";
import type { z } from "zod";
import { checkDefaults, checkMapping } from "../fields.ts";
import { previewImport, runImport } from "../job.ts";
import { WrongStatus } from "../refusals.ts";
import { HowIn, ImportOut, importShown } from "../shapes.ts";
import { importOf, type ImportStatus } from "../stored.ts";

/** A dry run over the whole file: what would become of every row, decided as the run will decide it. Writes no record. Again after it was cancelled, as long as no row is in. */
export const startPreview = op({
  name: "import.preview",
  title: { zh: "预览导入", en: "Preview an import" },
  needs: "import:create",
  http: { method: "POST", path: "/imports/:id/preview" },
  input: HowIn,
  output: ImportOut,
  run: (ctx, input) => begin(ctx, input, previewImport, "previewing", ["uploaded", "previewed", "cancelled", "failed"]),
});

/** Brings the file in, with or without a preview before; an import that failed or was cancelled goes on where it stood. */
export const startImport = op({
  name: "import.start",
  title: { zh: "开始导入", en: "Start an import" },
  needs: "import:create",
  http: { method: "POST", path: "/imports/:id/start" },
  input: HowIn,
  output: ImportOut,
  run: (ctx, input) => begin(ctx, input, runImport, "running", ["uploaded", "previewed", "previewing", "failed", "cancelled"]),
});

/** A start replaces a preview that is still going on. */
async function begin(ctx: Ctx, input: z.output<typeof HowIn>, work: Job<{ id: string }>, status: "previewing" | "running", from: readonly ImportStatus[]): Promise<z.input<typeof ImportOut>> {
  return transaction(ctx, async (tx) => {
    const stored = await importOf(tx, input.id, true);
    const begun = status === "previewing" && stored.rows_done > 0;
    if (begun || !from.includes(stored.status)) throw WrongStatus({ status: stored.status });
    requireNeed(tx.actor, `${stored.object}:create`);
    // Rows already brought in were read by the mapping of their time.
    if (stored.rows_done > 0 && (input.mapping || input.defaults)) throw WrongStatus({ status: stored.status, rows_done: stored.rows_done });
    const mapping = await checkMapping(tx, stored.object, stored.columns, input.mapping ?? stored.mapping);
    const defaults = await checkDefaults(tx, stored.object, input.defaults ?? stored.defaults);
    const onMatch = input.on_match === undefined ? stored.on_match : input.on_match;
    await sql`
      update clew.import set status = ${status}, mapping = ${JSON.stringify(mapping)}::jsonb, defaults = ${JSON.stringify(defaults)}::jsonb, on_match = ${onMatch}, actor = ${JSON.stringify(tx.actor)}::jsonb, problem = null,
        beat_at = ${tx.now}, finished_at = null,
        started_at = case when ${status} = 'running' then coalesce(started_at, ${tx.now}::timestamptz) else started_at end,
        rows_previewed = case when ${status} = 'previewing' then 0 else rows_previewed end, preview = case when ${status} = 'previewing' then null else preview end
      where id = ${stored.id}`.execute(tx.db);
    await enqueue(tx, work, { id: stored.id }, { key: `import:${stored.id}` });
    return importShown(tx, await importOf(tx, stored.id));
  });
}
