import { z } from "zod";
import { op } from "../../op.ts";
import { standardObjects } from "../../objects/standard.ts";
import { invalidField, refusal } from "../../refusal.ts";
import { update } from "../edit.ts";
import { findOne } from "../find.ts";
import { historyOf } from "../history_of.ts";
import { remove, removed, restore } from "../trash.ts";
import { AnyRow, Id, MOST_ITEMS, ObjectKey, RecordOut } from "./shapes.ts";

const One = z.strictObject({ object: ObjectKey, id: Id });

export const getRecord = op({
  name: "record.get",
  title: { zh: "查看记录", en: "Get a record" },
  needs: (input) => `${input.object}:read`,
  http: { method: "GET", path: "/records/:object/:id" },
  input: One,
  output: RecordOut,
  run: (ctx, { object, id }) => findOne(ctx, object, id),
});

/** Changes some fields of one record; with If-Match only if it still has that version. */
export const patchRecord = op({
  name: "record.update",
  title: { zh: "修改记录", en: "Change a record" },
  needs: (input) => `${input.object}:edit`,
  http: { method: "PATCH", path: "/records/:object/:id", body: "whole" },
  input: One.extend({ body: AnyRow }),
  output: RecordOut,
  async run(ctx, { object, id, body }) {
    const match = ctx.via.ifMatch?.replace(/^W\//, "").replaceAll('"', "");
    if (match !== undefined && !/^\d{1,9}$/.test(match)) throw invalidField("If-Match", { zh: "If-Match 应为版本号", en: "If-Match must be a version number" });
    const [row] = await update(ctx, object, [{ id, changes: body, ...(match === undefined ? {} : { ifVersion: Number(match) }) }], () => "");
    return row as NonNullable<typeof row>;
  },
});

/** Changes the same fields on many records, all or none. */
export const patchRecords = op({
  name: "record.update_many",
  title: { zh: "批量修改", en: "Change many records" },
  needs: (input) => `${input.object}:edit`,
  http: { method: "PATCH", path: "/records/:object" },
  input: z.strictObject({ object: ObjectKey, ids: z.array(Id).min(1).max(MOST_ITEMS), changes: AnyRow }),
  output: z.object({ items: z.array(RecordOut) }),
  async run(ctx, { object, ids, changes }) {
    return { items: await update(ctx, object, [...new Set(ids)].map((id) => ({ id, changes })), () => "changes.") };
  },
});

export const removeRecord = op({
  name: "record.remove",
  title: { zh: "删除记录", en: "Remove a record" },
  needs: (input) => `${input.object}:remove`,
  http: { method: "DELETE", path: "/records/:object/:id", status: 200 },
  input: One,
  output: z.object({ id: Id, removed: z.literal(true) }),
  async run(ctx, { object, id }) {
    await remove(ctx, object, [id]);
    return { id, removed: true as const };
  },
});

export const removeRecords = op({
  name: "record.remove_many",
  title: { zh: "批量删除", en: "Remove many records" },
  needs: (input) => `${input.object}:remove`,
  http: { method: "POST", path: "/records/:object/remove" },
  input: z.strictObject({ object: ObjectKey, ids: z.array(Id).min(1).max(MOST_ITEMS) }),
  output: z.object({ removed: z.number() }),
  async run(ctx, { object, ids }) {
    await remove(ctx, object, ids);
    return { removed: ids.length };
  },
});

const LivesOn = refusal("merged_record", 409, { zh: "该记录已合并到另一条记录，请撤销合并来恢复", en: "This record was merged into another one; undo the merge to bring it back" });

/** Brings records back from the recycle bin; one that lives on in another comes back by undoing the merge. */
export const restoreRecords = op({
  name: "record.restore",
  title: { zh: "从回收站恢复", en: "Restore from the recycle bin" },
  needs: (input) => `${input.object}:remove`,
  http: { method: "POST", path: "/records/:object/restore" },
  input: z.strictObject({ object: ObjectKey, ids: z.array(Id).min(1).max(MOST_ITEMS) }),
  output: z.object({ restored: z.number() }),
  async run(ctx, { object, ids }) {
    const living = await standardObjects(ctx.house).get(object)?.resolve?.(ctx, ids);
    const merged = ids.find((id) => living?.has(id));
    if (merged) throw LivesOn({ id: merged, in: living?.get(merged) });
    await restore(ctx, object, ids);
    return { restored: ids.length };
  },
});

export const listRemoved = op({
  name: "record.removed",
  title: { zh: "回收站", en: "Recycle bin" },
  needs: (input) => `${input.object}:remove`,
  http: { method: "GET", path: "/records/:object/removed" },
  input: z.strictObject({ object: ObjectKey, limit: z.coerce.number().int().min(1).max(500).default(100) }),
  output: z.object({ items: z.array(z.object({ id: Id, title: z.string().nullable(), removed_at: z.string(), removed_by: Id.nullable() })) }),
  async run(ctx, { object, limit }) {
    return { items: await removed(ctx, object, limit) };
  },
});

export const recordHistory = op({
  name: "record.history",
  title: { zh: "修改历史", en: "History of a record" },
  needs: (input) => `${input.object}:read`,
  http: { method: "GET", path: "/records/:object/:id/history" },
  input: One.extend({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
  output: z.object({
    items: z.array(z.object({
      id: Id, at: z.string(), version: z.number(), actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
      cause: z.record(z.string(), z.unknown()), diff: z.record(z.string(), z.array(z.unknown())).nullable(),
    })),
    names: z.record(z.string(), z.string()),
  }),
  run: (ctx, { object, id, limit }) => historyOf(ctx, object, id, limit),
});
