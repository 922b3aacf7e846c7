import { z } from "zod";
import type { Ctx } from "../../../core/ctx.ts";
import { addCounts, IMPORT_STATUSES, type StoredImport } from "./stored.ts";

const Tally = z.object({
  created: z.number(), updated: z.number(), merged: z.number(), attached: z.number(), duplicate: z.number(), quarantined: z.number(), failed: z.number(),
});

const Suggestion = z.object({ column: z.string(), field: z.string().nullable(), confidence: z.number(), because: z.array(z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) })) });

/** How a file was read: what the mapping is decided by. */
export const ReadOut = z.object({
  columns: z.array(z.string()), sample: z.array(z.array(z.string())), suggestions: z.array(Suggestion), format: z.string(), encoding: z.string().nullable(), sheets: z.array(z.string()).nullable(),
});

/** An import in a list; `preview` holds what the last dry run foresaw. */
export const ListedOut = Tally.extend({
  id: z.uuid(), file_name: z.string(), object: z.string(), status: z.enum(IMPORT_STATUSES), rows_total: z.number(), rows_done: z.number(), rows_previewed: z.number(),
  preview: Tally.nullable(), mapping: z.record(z.string(), z.string()), defaults: z.record(z.string(), z.string()), on_match: z.string().nullable(),
  created_by: z.uuid().nullable(), created_at: z.string(), started_at: z.string().nullable(), finished_at: z.string().nullable(), rows_per_second: z.number().nullable(),
  undo: z.object({ removed: z.number(), restored: z.number(), kept: z.number() }).nullable(), problem: z.object({ code: z.string(), title: z.string() }).nullable(),
});

/** An import as its reader sees it. */
export const ImportOut = ListedOut.extend({ ...ReadOut.shape, options: z.record(z.string(), z.string()) });

export function importShown(ctx: Ctx, stored: StoredImport): z.input<typeof ImportOut> {
  const { columns, sample, suggestions, format, encoding, sheets, options } = stored;
  return { ...importListed(ctx, stored), columns, sample, suggestions, format, encoding, sheets, options: { ...options } as Record<string, string> };
}

export function importListed(ctx: Ctx, stored: StoredImport): z.input<typeof ListedOut> {
  const until = stored.finished_at ? Date.parse(stored.finished_at) : ctx.house.clock.now().getTime();
  const seconds = stored.started_at ? (until - Date.parse(stored.started_at)) / 1_000 : 0;
  const { id, file_name, object, status, rows_total, rows_done, rows_previewed, mapping, defaults, on_match, created_by, created_at, started_at, finished_at, undo, problem } = stored;
  return {
    id, file_name, object, status, rows_total, rows_done, rows_previewed, mapping, defaults, on_match, created_by, created_at, started_at, finished_at, undo,
    ...addCounts(stored.counts, {}), preview: stored.preview && addCounts(stored.preview, {}),
    rows_per_second: seconds > 0 ? Math.round(rows_done / seconds) : null,
    problem: problem && { code: problem.code, title: ctx.locale === "en" ? problem.text.en : problem.text.zh },
  };
}

export const One = z.strictObject({ id: z.uuid() });

const MappingIn = z.union([z.record(z.string().max(48), z.string().max(500)), z.array(z.object({ column: z.string().max(500), field: z.string().max(48).nullable() })).max(1_000)]);

/** What previewing and starting take; absent: as before, at first as suggested. */
export const HowIn = z.strictObject({
  id: z.uuid(), mapping: MappingIn.optional(), on_match: z.enum(["merge", "attach", "duplicate", "quarantine"]).nullable().optional(),
  defaults: z.record(z.string().max(48), z.string().max(500)).optional(),
});
