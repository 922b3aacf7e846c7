import { z } from "zod";
import { transaction } from "../../../core/db/transaction.ts";
import { op } from "../../../core/op.ts";
import { findOne } from "../../../core/records/find.ts";
import { RecordOut } from "../../../core/records/ops/shapes.ts";
import { mergeLeads } from "./merge.ts";
import { undoMerge } from "./undo.ts";

const MOST_OTHERS = 20;

/** Merges up to 20 leads into one. `values` names per field the lead whose value is kept; the rest follows the survival rules. */
export const mergeLeadsOp = op({
  name: "lead.merge",
  title: { zh: "合并线索", en: "Merge leads" },
  needs: "lead:merge",
  http: { method: "POST", path: "/leads/merge" },
  input: z.strictObject({ survivor: z.uuid(), others: z.array(z.uuid()).min(1).max(MOST_OTHERS), values: z.record(z.string().max(48), z.uuid()).default({}) }),
  output: z.object({ id: z.uuid(), survivor: RecordOut, merges: z.array(z.object({ id: z.uuid(), other_id: z.uuid() })) }),
  run: (ctx, { survivor, others, values }) =>
    transaction(ctx, async (tx) => {
      const merges = await mergeLeads(tx, survivor, [...new Set(others)], values);
      return { id: merges[0]?.id as string, merges, survivor: await findOne(tx, "lead", survivor) };
    }),
});

/** Takes a merge back: the other leads return with their own children and values; later edits stay with the survivor. */
export const undoMergeOp = op({
  name: "merge.undo",
  title: { zh: "撤销合并", en: "Undo a merge" },
  needs: "lead:merge",
  http: { method: "POST", path: "/merges/:id/undo" },
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({ survivor: RecordOut, restored: z.array(z.uuid()) }),
  run: (ctx, { id }) =>
    transaction(ctx, async (tx) => {
      const { survivor_id, restored } = await undoMerge(tx, id);
      return { survivor: await findOne(tx, "lead", survivor_id), restored };
    }),
});
