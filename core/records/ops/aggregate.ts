import { z } from "zod";
import { op } from "../../op.ts";
import { aggregate, BUCKETS, MEASURES } from "../aggregate.ts";
import { ObjectKey } from "./shapes.ts";

/** Groups and measures; every row carries the filter that clicks down to its records. */
export const aggregateRecords = op({
  name: "record.aggregate",
  title: { zh: "分组统计", en: "Group and measure" },
  needs: (input) => `${input.object}:read`,
  http: { method: "POST", path: "/records/:object/aggregate" },
  input: z.strictObject({
    object: ObjectKey, filter: z.unknown().optional(),
    group_by: z.array(z.strictObject({ field: z.string().max(48), bucket: z.enum(BUCKETS).optional() })).max(3).default([]),
    measures: z.array(z.strictObject({ op: z.enum(MEASURES), field: z.string().max(48).optional() })).min(1).max(8).default([{ op: "count" }]),
  }),
  output: z.object({
    rows: z.array(z.object({ groups: z.array(z.unknown()), measures: z.array(z.union([z.number(), z.string(), z.null()])), filter: z.unknown() })),
  }),
  async run(ctx, { object, ...question }) {
    return { rows: await aggregate(ctx, object, question) };
  },
});
