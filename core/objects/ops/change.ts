import { z } from "zod";
import { directory } from "../../access/directory.ts";
import { grantObject } from "../../access/roles/grant_object.ts";
import { ROOMS } from "../../access/rooms.ts";
import { transaction } from "../../db/transaction.ts";
import { op } from "../../op.ts";
import type { FieldDef, ObjectDef } from "../../language/types.ts";
import { viewOf } from "../../records/viewer.ts";
import { invalidField, NotFound, refusal } from "../../refusal.ts";
import { applyObjects } from "../apply.ts";
import { type Catalog, catalog, isBuiltIn } from "../catalog.ts";
import { type PlanStep, planObject } from "../plan.ts";
import { FieldShape, StepOut, TextShape } from "./shapes.ts";

const FieldNeeded = refusal("field_needed", 409, { zh: "系统依赖字段「{field}」，不能停用；可以对角色隐藏它", en: "Clew relies on the field “{field}”; it cannot be retired, but it can be hidden from roles" });

/** Which roles see or edit the records of a new object from the first moment; of whose records stays a matter of each role's scope. */
const Roles = z.array(z.strictObject({ role: z.string().max(100), access: z.enum(["read", "edit"]) })).max(100).default([]);
const NewObject = z.strictObject({ key: z.string().min(1).max(48), label: TextShape, title: z.string().max(48).optional(), fields: z.array(FieldShape).max(300).default([]), roles: Roles });
const ObjectChange = z.strictObject({ key: z.string(), label: TextShape.optional(), title: z.string().max(48).optional(), retired: z.boolean().optional(), fields: z.array(FieldShape).max(300).optional() });
const Steps = z.object({ steps: z.array(StepOut) });

const nameField: FieldDef = { key: "name", type: "text", label: { zh: "名称", en: "Name" }, required: true, search: "name", indexed: true };

/** What an object would be after a change: a new one gets a name field, an existing one keeps what is not named. */
function wanted(all: Catalog, input: z.output<typeof ObjectChange>): ObjectDef {
  if (isBuiltIn(input.key)) throw invalidField("key", { zh: "此对象由系统管理", en: "This object belongs to the system" });
  const current = all.objects.get(input.key);
  if (!current) {
    if (ROOMS.has(input.key)) throw invalidField("key", { zh: `标识「${input.key}」由系统使用，请换一个`, en: `The key “${input.key}” belongs to the system; choose another` });
    if (!input.label) throw invalidField("label", { zh: "请填写对象名称", en: "Give the object a name" });
    const fields = input.fields ?? [];
    const title = input.title ?? "name";
    return { key: input.key, label: input.label, title, fields: title === "name" && !fields.some((f) => f.key === "name") ? [nameField, ...fields] : fields };
  }
  const changed = new Map((input.fields ?? []).map((f) => [f.key, f as FieldDef]));
  for (const f of current.fields) {
    const next = changed.get(f.key);
    if (next?.retired && !f.retired && current.standard && (f.readonly || f.internal || f.search || f.indexed || f.required)) throw FieldNeeded({ field: f.key });
    // What the engine relies on is not the administrator's to change.
    if (next && current.standard) changed.set(f.key, { ...next, ...(f.readonly ? { readonly: true } : {}), ...(f.internal ? { internal: true } : {}), ...(f.search ? { search: f.search } : {}), ...(f.indexed ? { indexed: f.indexed } : {}) });
  }
  return {
    ...current, label: input.label ?? current.label, title: input.title ?? current.title, retired: input.retired ?? current.retired ?? false,
    fields: [...current.fields.map((f) => changed.get(f.key) ?? f), ...[...changed.values()].filter((f) => !current.fields.some((c) => c.key === f.key))],
  };
}

/** The steps a change would take, with what each does to the database. Nothing is changed. */
export const planObjectChange = op({
  name: "object.plan",
  title: { zh: "预览结构变更", en: "Plan a change of objects" },
  needs: "object:edit",
  http: { method: "POST", path: "/objects/plan" },
  input: ObjectChange.extend({ roles: Roles }),
  output: Steps,
  async run(ctx, { roles, ...input }) {
    const all = await catalog.get(ctx.house);
    const labels = (await directory.get(ctx.house)).roles;
    const grants = roles.map(({ role, access }): PlanStep => {
      const label = labels.get(role)?.label ?? { zh: role, en: role };
      return { kind: "grant", object: input.key, ddl: [], title: access === "edit" ? { zh: `角色「${label.zh}」可查看和编辑`, en: `Role “${label.en}” may see and edit it` } : { zh: `角色「${label.zh}」可查看`, en: `Role “${label.en}” may see it` } };
    });
    return { steps: [...planObject(all.objects.get(input.key), wanted(all, input)), ...grants] };
  },
});

/** Makes an object with its table and fields, and says which roles see or edit it; administrators do in any case. */
export const createObject = op({
  name: "object.create",
  title: { zh: "新建对象", en: "Create an object" },
  needs: "object:edit",
  http: { method: "POST", path: "/objects", status: 201 },
  input: NewObject,
  output: Steps,
  run: (ctx, { roles, ...input }) =>
    transaction(ctx, async (tx) => {
      const steps = await applyObjects(tx, (all) => {
        if (all.objects.has(input.key)) throw invalidField("key", { zh: `对象「${input.key}」已存在`, en: `There already is an object “${input.key}”` });
        return [wanted(all, input)];
      });
      await grantObject(tx, input.key, roles);
      return { steps };
    }),
});

/** Relabels, retires or restores an object and adds or changes fields, in one step. */
export const changeObject = op({
  name: "object.change",
  title: { zh: "修改对象", en: "Change an object" },
  needs: "object:edit",
  http: { method: "PATCH", path: "/objects/:key" },
  input: ObjectChange,
  output: Steps,
  async run(ctx, input) {
    return {
      steps: await applyObjects(ctx, (all) => {
        if (!all.objects.has(input.key)) throw NotFound({ object: input.key });
        return [wanted(all, input)];
      }),
    };
  },
});

export const listFields = op({
  name: "field.list",
  title: { zh: "字段列表", en: "Fields of an object" },
  needs: (input) => `${input.object}:read`,
  http: { method: "GET", path: "/objects/:object/fields" },
  input: z.strictObject({ object: z.string().max(48) }),
  output: z.object({ items: z.array(z.looseObject({ key: z.string() })) }),
  async run(ctx, { object }) {
    const view = await viewOf(ctx, object);
    return { items: [...view.fields.values()].map((f) => ({ ...f, access: view.access.get(f.key) })) };
  },
});

export const createField = op({
  name: "field.create",
  title: { zh: "新增字段", en: "Add a field" },
  needs: "object:edit",
  http: { method: "POST", path: "/objects/:object/fields", status: 201 },
  input: FieldShape.extend({ object: z.string().max(48) }),
  output: Steps,
  async run(ctx, { object, ...field }) {
    return {
      steps: await applyObjects(ctx, (all) => {
        if (all.object(object).fields.some((f) => f.key === field.key)) throw invalidField("key", { zh: `字段「${field.key}」已存在`, en: `There already is a field “${field.key}”` });
        return [wanted(all, { key: object, fields: [field] })];
      }),
    };
  },
});

/** Relabels, retires or restores one field, or changes its choices. */
export const changeField = op({
  name: "field.change",
  title: { zh: "修改字段", en: "Change a field" },
  needs: "object:edit",
  http: { method: "PATCH", path: "/objects/:object/fields/:key" },
  input: FieldShape.omit({ type: true }).partial().extend({ object: z.string().max(48), key: z.string().max(48) }),
  output: Steps,
  async run(ctx, { object, key, ...changes }) {
    return {
      steps: await applyObjects(ctx, (all) => {
        const field = all.object(object).fields.find((f) => f.key === key);
        if (!field) throw NotFound({ object, field: key });
        return [wanted(all, { key: object, fields: [{ ...field, ...changes, key } as z.output<typeof FieldShape>] })];
      }),
    };
  },
});
