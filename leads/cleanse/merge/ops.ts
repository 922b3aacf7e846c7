import { z } from "zod";
import { transaction } from "../../../core/db/transaction.ts";
import { standardObjects } from "../../../core/objects/standard.ts";
import { op } from "../../../core/op.ts";
import { findOne } from "../../../core/records/find.ts";
import { RecordOut } from "../../../core/records/ops/shapes.ts";
import { mask, present } from "../../../core/records/present.ts";
import { countChildren } from "./children.ts";
import { mergeLeads, planMerge } from "./merge.ts";
import { undoMerge } from "./undo.ts";

const MOST_OTHERS = 50;

const MergeInput = z.strictObject({
  survivor: z.uuid(), others: z.array(z.uuid()).min(1).max(MOST_OTHERS),
  /** Field → the lead whose value is kept, or `{value}` typed by hand. */
  values: z.record(z.string().max(48), z.union([z.uuid(), z.strictObject({ value: z.unknown() })])).default({}),
});

/** Merges up to 50 leads into one. `values` names per field the lead whose value is kept, or a value; the rest follows the rules of survivorship. */
export const mergeLeadsOp = op({
  name: "lead.merge",
  title: { zh: "合并线索", en: "Merge leads" },
  needs: "lead:merge",
  http: { method: "POST", path: "/leads/merge" },
  input: MergeInput,
  output: z.object({ id: z.uuid(), survivor: RecordOut, merges: z.array(z.object({ id: z.uuid(), other_id: z.uuid() })) }),
  run: (ctx, { survivor, others, values }) =>
    transaction(ctx, async (tx) => {
      const { event, merges } = await mergeLeads(tx, survivor, [...new Set(others)], values);
      return { id: event, merges, survivor: await findOne(tx, "lead", survivor) };
    }),
});

/** What a merge would do, without doing it: for every field that differs what each lead says, what would be kept and why, and how much would move. */
export const previewMerge = op({
  name: "lead.merge_preview",
  title: { zh: "预览合并", en: "Preview a merge" },
  needs: "lead:merge",
  http: { method: "POST", path: "/leads/merge/preview" },
  input: MergeInput,
  output: z.object({
    survivor: RecordOut, others: z.array(RecordOut),
    fields: z.array(z.object({ field: z.string(), value: z.unknown(), from: z.uuid().nullable(), because: z.string(), differs: z.boolean(), editable: z.boolean() })),
    children: z.record(z.string(), z.number()),
  }),
  async run(ctx, { survivor, others, values }) {
    const plan = await planMerge(ctx, survivor, [...new Set(others)], values, false);
    const { view, choices } = plan;
    const rows = [plan.survivor, ...plan.others];
    const merged = Object.fromEntries(choices.map((choice) => [choice.field, choice.value]));
    const [[result, first, ...rest], children] = await Promise.all([present(view, [{ ...plan.survivor, ...merged }, ...rows]), countChildren(ctx, others)]);
    // What may not be seen on one of them is not told by what they would become either.
    const shades = (await standardObjects(ctx.house).get("lead")?.shade?.(ctx, rows)) ?? [];
    const hidden = (field: string) => shades.some((shade) => shade?.has(field));
    const shown = choices.filter(({ field }) => view.fields.has(field) && rows.some((row) => row[field] !== null));
    return {
      survivor: first as NonNullable<typeof first>, others: rest, children,
      fields: shown.map(({ field, from, because }) => ({
        field, from, because, value: hidden(field) ? mask(result?.[field] ?? null) : (result?.[field] ?? null), editable: view.access.get(field) === "edit" && !hidden(field),
        differs: new Set(rows.map((row) => JSON.stringify(row[field] ?? null))).size > 1,
      })),
    };
  },
});

/** Takes a merge back: the other leads return with their own children, clocks and values; later edits stay with the survivor unless they touch what was the others'. */
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
