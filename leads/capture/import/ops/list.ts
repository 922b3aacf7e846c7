import { sql } from "kysely";
import { z } from "zod";
import { op } from "../../../../core/op.ts";
import { ImportOut, importListed, importShown, ListedOut, One } from "../shapes.ts";
import { COLUMNS, importOf, seesAllImports, type StoredImport } from "../stored.ts";

/** Imports, newest first: one's own; those of everybody for whoever may see them. */
export const listImports = op({
  name: "import.list",
  title: { zh: "导入记录", en: "Imports" },
  needs: "import:read",
  http: { method: "GET", path: "/imports" },
  input: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ items: z.array(ListedOut) }),
  async run(ctx, { limit }) {
    const mine = seesAllImports(ctx) ? sql`true` : sql`created_by = ${ctx.actor.id}::uuid`;
    const { rows } = await sql<StoredImport>`select ${COLUMNS} from clew.import where ${mine} order by created_at desc, id desc limit ${limit}`.execute(ctx.db);
    return { items: rows.map((row) => importListed(ctx, row)) };
  },
});

export const getImport = op({
  name: "import.get",
  title: { zh: "查看导入", en: "Get an import" },
  needs: "import:read",
  http: { method: "GET", path: "/imports/:id" },
  input: One,
  output: ImportOut,
  async run(ctx, { id }) {
    return importShown(ctx, await importOf(ctx, id));
  },
});
