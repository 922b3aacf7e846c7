import { z } from "zod";
import { can, fieldAccess } from "../../access/rights.ts";
import { op } from "../../op.ts";
import { catalog } from "../catalog.ts";
import { SYSTEM_FIELDS } from "../system_fields.ts";
import { ObjectOut } from "./shapes.ts";

/** Every object the caller may read, with the fields they may see and how. Administrators also see what is retired. */
export const listObjects = op({
  name: "object.list",
  title: { zh: "对象和字段", en: "Objects and fields" },
  needs: "signed_in",
  http: { method: "GET", path: "/objects" },
  input: z.strictObject({}),
  output: z.object({ items: z.array(ObjectOut) }),
  async run(ctx) {
    const designs = can(ctx.actor, "object:edit");
    const all = await catalog.get(ctx.house);
    const items = [...all.objects.values()]
      .filter((o) => (designs || !o.retired) && (can(ctx.actor, `${o.key}:read`) || designs))
      .map((o) => ({
        key: o.key, label: o.label, title: o.title, standard: o.standard ?? false, retired: o.retired ?? false,
        fields: [...SYSTEM_FIELDS, ...o.fields].flatMap((f) => {
          const access = fieldAccess(ctx.actor, o.key, f.key);
          if (f.internal || access === "hidden" || (f.retired && !designs)) return [];
          return [{ ...f, access: f.readonly && access === "edit" ? ("read" as const) : access }];
        }),
      }));
    return { items };
  },
});
