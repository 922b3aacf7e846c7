import { z } from "zod";
import { inWords } from "../../schema_problems.ts";

export const MOST_ITEMS = 1_000;

export const Id = z.uuid();
export const ObjectKey = z.string().min(1).max(48);
/** One record as the caller may see it: its fields, `id`, `version`, `abilities`, `_names` of what it links to. */
export const RecordOut = z.looseObject({ id: Id, version: z.number(), abilities: z.array(z.string()), _names: z.record(z.string(), z.string()) });
export const PageOut = z.object({ items: z.array(RecordOut), next_cursor: z.string().nullable(), total: z.number().optional() });
export const AnyRow = z.record(z.string(), z.unknown());

/** A filter that arrives in a query string as JSON. */
export const JsonText = z.string().max(100_000).transform((text, ctx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    ctx.addIssue({ code: "custom", ...inWords("不是 JSON", "not JSON") });
    return z.NEVER;
  }
});
export const Words = z.string().max(200);
