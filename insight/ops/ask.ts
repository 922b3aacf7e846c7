import { z } from "zod";
import { requireNeed } from "../../core/access/rights.ts";
import { Day } from "../../core/moments.ts";
import { op } from "../../core/op.ts";
import { BUCKETS, MEASURES } from "../../core/records/aggregate.ts";
import { ask } from "../ask.ts";

const TextOut = z.object({ zh: z.string(), en: z.string() });
const Measures = z.array(z.union([z.number(), z.string(), z.null()]));
const Period = z.object({ from: z.string(), to: z.string() });

/** A question of one's own about any object the asker may read. */
export const insightAsk = op({
  name: "insight.ask",
  title: { zh: "自助分析", en: "Ask about any object" },
  needs: "insight:read",
  http: { method: "POST", path: "/insight/ask" },
  input: z.strictObject({
    object: z.string().min(1).max(48), filter: z.unknown().optional(),
    group_by: z.array(z.strictObject({ field: z.string().max(48), bucket: z.enum(BUCKETS).optional() })).max(2).default([]),
    measures: z.array(z.strictObject({ op: z.enum(MEASURES), field: z.string().max(48).optional() })).min(1).max(8).default([{ op: "count" }]),
    time: z.strictObject({ field: z.string().max(48), from: Day.optional(), to: Day.optional(), bucket: z.enum(BUCKETS).optional() }).optional(),
    /** Beside the equal period before. */
    compare: z.boolean().optional(),
  }),
  output: z.object({
    columns: z.array(z.object({ key: z.string(), kind: z.enum(["group", "measure"]), title: TextOut, field: z.string().nullable() })),
    rows: z.array(z.object({
      groups: z.array(z.unknown()), titles: z.array(TextOut), measures: Measures, filter: z.unknown(),
      previous: z.object({ measures: Measures, filter: z.unknown() }).nullable(),
    })),
    period: Period.nullable(), previous_period: Period.nullable(),
  }),
  async run(ctx, input) {
    requireNeed(ctx.actor, `${input.object}:read`);
    return ask(ctx, input);
  },
});
