import { join } from "node:path";
import { sql } from "kysely";
import { can } from "../../../core/access/rights.ts";
import { type Actor, type Ctx, type House } from "../../../core/ctx.ts";
import { NotFound, type Text } from "../../../core/refusal.ts";
import type { Channel } from "../channels.ts";
import type { ColumnMapping } from "../files/mapping.ts";
import type { TableOptions } from "../files/table.ts";
import type { DateOrder } from "./date_order.ts";

export const IMPORT_STATUSES = ["uploaded", "previewing", "previewed", "running", "done", "failed", "cancelled", "undone"] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export const COUNTED = ["created", "updated", "merged", "attached", "duplicate", "quarantined", "failed"] as const;
/** How many rows became what; `updated` only for objects other than leads. */
export type Counts = Record<(typeof COUNTED)[number], number>;

/** A file being brought in, as stored. */
export interface StoredImport {
  id: string;
  file_name: string;
  object: string;
  status: ImportStatus;
  format: string;
  encoding: string | null;
  sheets: string[] | null;
  options: TableOptions;
  columns: string[];
  /** The first rows as they were written. */
  sample: string[][];
  /** Column → how its dates are written, where not year first. */
  date_orders: Record<string, DateOrder>;
  suggestions: ColumnMapping[];
  /** Field → column. */
  mapping: Record<string, string>;
  /** Field → value for rows whose cell is empty or not mapped. */
  defaults: Record<string, string>;
  on_match: Channel["on_match"];
  /** By the size of the file until it was read once. */
  rows_total: number;
  rows_done: number;
  counts: Partial<Counts>;
  rows_previewed: number;
  preview: Partial<Counts> | null;
  undo: { removed: number; restored: number; kept: number } | null;
  problem: { code: string; text: Text } | null;
  /** Who acts, with the rights held when it was started. */
  actor: Actor;
  created_by: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

export const COLUMNS = sql.raw(
  "id, file_name, object, status, format, encoding, sheets, options, columns, sample, date_orders, suggestions, mapping, defaults, on_match, rows_total, rows_done, counts, rows_previewed, preview, undo, problem, actor, created_by, created_at, started_at, finished_at",
);

/** Where the uploaded file of an import lies; processes that share the work share the data folder. */
export const importFile = (house: House, id: string): string => join(house.settings.dataDir, "imports", id);

/** Everybody's imports, or only one's own? */
export const seesAllImports = (ctx: Ctx): boolean => ctx.actor.kind === "system" || can(ctx.actor, "import:read_all");

/** One import the actor may see; refuses `not_found`. `lock` keeps others from changing it until the transaction ends. */
export async function importOf(ctx: Ctx, id: string, lock = false): Promise<StoredImport> {
  const mine = seesAllImports(ctx) ? sql`` : sql`and created_by = ${ctx.actor.id}::uuid`;
  const { rows } = await sql<StoredImport>`select ${COLUMNS} from clew.import where id = ${id} ${mine} ${lock ? sql`for update` : sql``}`.execute(ctx.db);
  if (!rows[0]) throw NotFound({ import: id });
  return rows[0];
}

export const noCounts = (): Counts => ({ created: 0, updated: 0, merged: 0, attached: 0, duplicate: 0, quarantined: 0, failed: 0 });

/** The sum of two tallies. */
export function addCounts(a: Partial<Counts>, b: Partial<Counts>): Counts {
  const sum = noCounts();
  for (const key of COUNTED) sum[key] = (a[key] ?? 0) + (b[key] ?? 0);
  return sum;
}
