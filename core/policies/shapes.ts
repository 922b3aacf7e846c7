import { z } from "zod";
import { FILTER_OPS } from "../language/types.ts";
import type { Filter } from "../language/types.ts";
import { inWords } from "../schema_problems.ts";

/** A name in both languages. */
export const TextShape = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** Identifier of a group, rule or clock inside one policy body. */
export const RuleId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/);

/** A filter as stored in a policy: its form only; fields and values are checked against the object when it is published. */
export const FilterShape: z.ZodType<Filter> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(FilterShape) }),
    z.strictObject({ any: z.array(FilterShape) }),
    z.strictObject({ not: FilterShape }),
    z.strictObject({ field: z.string().min(1), op: z.enum(FILTER_OPS), value: z.unknown().optional() }),
  ]),
);

/** Adds a problem for every id that occurs twice. */
export function refuseTwins(ids: readonly string[], path: PropertyKey[], ctx: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) ctx.addIssue({ code: "custom", path, ...inWords(`标识 ${id} 重复`, `id ${id} occurs twice`) });
    seen.add(id);
  }
}
