import type { FieldDef } from "../language/types.ts";

/** Columns every object has, whoever declared it. */
export const SYSTEM_FIELDS: readonly FieldDef[] = [
  { key: "id", type: "link", label: { zh: "编号", en: "Id" }, readonly: true },
  { key: "created_at", type: "datetime", label: { zh: "创建时间", en: "Created" }, aliases: ["创建日期", "录入时间", "created"], readonly: true, indexed: true },
  { key: "created_by", type: "person", label: { zh: "创建人", en: "Created by" }, readonly: true },
  { key: "updated_at", type: "datetime", label: { zh: "更新时间", en: "Updated" }, readonly: true, indexed: true },
  { key: "updated_by", type: "person", label: { zh: "更新人", en: "Updated by" }, readonly: true },
  { key: "owner_id", type: "person", label: { zh: "负责人", en: "Owner" }, indexed: true },
  { key: "version", type: "number", scale: 0, label: { zh: "版本", en: "Version" }, readonly: true },
];

export const SYSTEM_KEYS: ReadonlySet<string> = new Set(SYSTEM_FIELDS.map((f) => f.key));
