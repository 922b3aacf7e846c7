import { z } from "zod";
import { op } from "../../op.ts";
import { invalidField, TooLarge } from "../../refusal.ts";
import { create } from "../edit.ts";
import { AnyRow, MOST_ITEMS, ObjectKey, RecordOut } from "./shapes.ts";

/** Reads `{items:[…]}` or one object; refuses more than 1,000. */
export function itemsOf(body: Record<string, unknown>): { items: Record<string, unknown>[]; many: boolean } {
  if (!("items" in body)) return { items: [body], many: false };
  const extra = Object.keys(body).find((key) => key !== "items");
  if (extra) throw invalidField(extra, { zh: `不认识的字段「${extra}」`, en: `Unknown field “${extra}”` });
  const parsed = z.array(AnyRow).safeParse(body.items);
  if (!parsed.success) throw invalidField("items", { zh: "items 应为对象数组", en: "items must be a list of objects" });
  if (parsed.data.length > MOST_ITEMS) throw TooLarge({ limit: MOST_ITEMS });
  return { items: parsed.data, many: true };
}

/** Creates one record, or up to 1,000, all or none. */
export const createRecords = op({
  name: "record.create",
  title: { zh: "新建记录", en: "Create records" },
  needs: (input) => `${input.object}:create`,
  http: { method: "POST", path: "/records/:object", body: "whole", status: 201 },
  input: z.strictObject({ object: ObjectKey, body: AnyRow }),
  output: z.union([RecordOut, z.object({ items: z.array(RecordOut) })]),
  async run(ctx, { object, body }) {
    const { items, many } = itemsOf(body);
    const created = await create(ctx, object, items, (i) => (many ? `items[${i}].` : ""));
    return many ? { items: created } : (created[0] as (typeof created)[number]);
  },
});
