import { Readable } from "node:stream";
import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "../../../../core/ctx.ts";
import type { FieldDef } from "../../../../core/language/types.ts";
import { catalog } from "../../../../core/objects/catalog.ts";
import { op } from "../../../../core/op.ts";
import type { Reason } from "../../../../core/policies/reason.ts";
import { problemsCsv, problemsHeader } from "../../files/problems.ts";
import { One } from "../shapes.ts";
import { importOf, type StoredImport } from "../stored.ts";
import { reasonText } from "../words.ts";

const PAGE = 1_000;

/** Rows that need somebody's eye, as they stood in the file, with the reasons: of the run, or before it of the preview. */
export const importProblems = op({
  name: "import.problems",
  title: { zh: "导入问题清单", en: "Problem rows of an import" },
  needs: "import:read",
  http: { method: "GET", path: "/imports/:id/problems.csv", answer: "file" },
  input: One,
  output: z.unknown(),
  async run(ctx, { id }) {
    const stored = await importOf(ctx, id);
    const fields = (await catalog.get(ctx.house)).fields(stored.object);
    const name = `${stored.file_name.replace(/\.[^.]*$/, "")}-${ctx.locale === "en" ? "problems" : "问题"}.csv`;
    return { name, type: "text/csv; charset=utf-8", body: Readable.from(pages(ctx, stored, fields)) };
  },
});

async function* pages(ctx: Ctx, { id, columns, started_at }: StoredImport, fields: ReadonlyMap<string, FieldDef>): AsyncGenerator<string> {
  yield problemsHeader(columns, ctx.locale);
  const phase = started_at === null ? "preview" : "run";
  for (let after = 0; ; ) {
    const { rows } = await sql<{ row_number: number; cells: Record<string, string>; reasons: Reason[] }>`
      select row_number, cells, reasons from clew.import_problem where import_id = ${id} and phase = ${phase} and row_number > ${after} order by row_number limit ${PAGE}`.execute(ctx.db);
    if (rows.length > 0) yield problemsCsv(rows.map((r) => ({ row: r.row_number, cells: columns.map((c) => r.cells[c] ?? ""), reasons: r.reasons.map((reason) => reasonText(reason, fields)) })), columns.length, ctx.locale);
    if (rows.length < PAGE) return;
    after = (rows.at(-1) as { row_number: number }).row_number;
  }
}
