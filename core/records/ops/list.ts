import { z } from "zod";
import { op } from "../../op.ts";
import { find } from "../find.ts";
import { JsonText, ObjectKey, PageOut, Words } from "./shapes.ts";

const commas = z.string().max(2_000).transform((s) => s.split(",").map((w) => w.trim()).filter(Boolean));

/** One page of records, asked in the query string. */
export const listRecords = op({
  name: "record.list",
  title: { zh: "记录列表", en: "List records" },
  needs: (input) => `${input.object}:read`,
  http: { method: "GET", path: "/records/:object" },
  input: z.strictObject({
    object: ObjectKey, filter: JsonText.optional(), q: Words.optional(), sort: commas.optional(), fields: commas.optional(),
    limit: z.coerce.number().int().min(1).max(1_000).optional(), cursor: z.string().max(4_000).optional(),
    count: z.enum(["true", "false", "1", "0"]).transform((v) => v === "true" || v === "1").optional(),
  }),
  output: PageOut,
  run: (ctx, { object, ...question }) => find(ctx, object, question),
});

/** The same, asked in a body. */
export const queryRecords = op({
  name: "record.query",
  title: { zh: "查询记录", en: "Query records" },
  needs: (input) => `${input.object}:read`,
  http: { method: "POST", path: "/records/:object/query" },
  input: z.strictObject({
    object: ObjectKey, filter: z.unknown().optional(), q: Words.optional(), sort: z.array(z.string().max(60)).max(4).optional(), fields: z.array(z.string().max(60)).max(200).optional(),
    limit: z.number().int().min(1).max(1_000).optional(), cursor: z.string().max(4_000).optional(), count: z.boolean().optional(),
  }),
  output: PageOut,
  run: (ctx, { object, ...question }) => find(ctx, object, question),
});
