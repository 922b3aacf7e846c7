import { copyFile, mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { sql } from "kysely";
import { v7 } from "uuid";
import { z } from "zod";
import { requireNeed } from "../../../../core/access/rights.ts";
import { op, type Upload } from "../../../../core/op.ts";
import { catalog } from "../../../../core/objects/catalog.ts";
import { openTable } from "../../files/open_table.ts";
import { suggestMapping } from "../../files/mapping.ts";
import { type DateOrder, dateOrderOf } from "../date_order.ts";
import { importFields } from "../fields.ts";
import { NoColumns } from "../refusals.ts";
import { ReadOut } from "../shapes.ts";
import { importFile } from "../stored.ts";
import { inWords } from "../../../../core/schema_problems.ts";

const SHOWN = 20;

const Options = z.strictObject({ encoding: z.string().max(40).optional(), separator: z.string().length(1).optional(), sheet: z.string().max(200).optional() });
/** A multipart field is text; the same as an object is fine for callers inside. */
const OptionsIn = z.union([Options, z.string().max(2_000).transform((text, ctx): unknown => {
  try {
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    ctx.addIssue({ code: "custom", ...inWords("不是 JSON", "not JSON") });
    return z.NEVER;
  }
}).pipe(Options)]);

/** Receives a file and says how it was read; nothing is written but the file. */
export const uploadImport = op({
  name: "import.upload",
  title: { zh: "上传导入文件", en: "Upload a file to import" },
  needs: "import:create",
  http: { method: "POST", path: "/imports", body: "upload", status: 201 },
  input: z.strictObject({ file: z.object({ path: z.string(), name: z.string(), size: z.number() }), object: z.string().min(1).max(48).default("lead"), options: OptionsIn.default({}) }),
  output: ReadOut.extend({
    id: z.uuid(), file_name: z.string(), object: z.string(), status: z.literal("uploaded"), suggested_mapping: z.record(z.string(), z.string()), estimated_rows: z.number(),
  }),
  async run(ctx, { file, object, options }) {
    const target = (await catalog.get(ctx.house)).object(object);
    requireNeed(ctx.actor, `${target.key}:create`);
    const read = await readHead(file, options);
    const suggestions = suggestMapping(read.columns, read.rows, [...(await importFields(ctx, object)).values()].map((f) => ({ ...f, readonly: false })));
    const mapping = Object.fromEntries(suggestions.flatMap(({ column, field }) => (field === null ? [] : [[field, column]])));
    const sample = read.rows.slice(0, SHOWN);
    const id = v7();
    const kept = importFile(ctx.house, id);
    await mkdir(dirname(kept), { recursive: true });
    try {
      await copyFile(file.path, kept);
      await sql`
        insert into clew.import (id, file_name, object, status, format, encoding, sheets, options, columns, sample, date_orders, suggestions, mapping, rows_total, actor, created_by, created_at)
        values (${id}, ${file.name}, ${object}, 'uploaded', ${read.format}, ${read.encoding}, ${read.sheets && JSON.stringify(read.sheets)}::jsonb, ${JSON.stringify(options)}::jsonb, ${JSON.stringify(read.columns)}::jsonb, ${JSON.stringify(sample)}::jsonb,
          ${JSON.stringify(read.dateOrders)}::jsonb, ${JSON.stringify(suggestions)}::jsonb, ${JSON.stringify(mapping)}::jsonb, ${read.estimatedRows}, ${JSON.stringify(ctx.actor)}::jsonb, ${ctx.actor.id}::uuid, ${ctx.now})`.execute(ctx.db);
    } catch (error) {
      await rm(kept, { force: true });
      throw error;
    }
    return {
      id, file_name: file.name, object, status: "uploaded" as const, columns: read.columns, sample, suggested_mapping: mapping, suggestions, format: read.format, encoding: read.encoding, sheets: read.sheets,
      estimated_rows: read.estimatedRows,
    };
  },
});

async function readHead(file: Upload, options: z.output<typeof Options>) {
  const table = await openTable(file.path, file.name, options);
  try {
    const { value: rows } = await table.rows[Symbol.asyncIterator]().next() as { value: string[][] | undefined };
    if (!rows || rows.length === 0) throw NoColumns({ file: file.name });
    const dateOrders: Record<string, DateOrder> = {};
    table.columns.forEach((column, at) => {
      const order = dateOrderOf(rows.map((cells) => cells[at] ?? ""));
      if (order) dateOrders[column] = order;
    });
    return { format: table.format, encoding: table.encoding ?? null, sheets: table.sheets ?? null, columns: table.columns, estimatedRows: Math.max(table.estimatedRows, rows.length), rows, dateOrders };
  } finally {
    table.close();
  }
}
