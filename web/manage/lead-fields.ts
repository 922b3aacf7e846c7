import type { FieldMeta, ObjectMeta } from "../api/objects.ts";

const NEVER = new Set(["id", "version", "created_by", "updated_by", "updated_at"]);

/** Fields an arrival may fill. */
export function capturable(lead: ObjectMeta): FieldMeta[] {
  return lead.fields.filter((field) => !NEVER.has(field.key) && !field.internal && !field.retired && (!field.readonly || field.key === "created_at" || field.key === "converted_at"));
}

/** Fields that make sense on a form a visitor fills in. */
export function formable(lead: ObjectMeta): FieldMeta[] {
  return capturable(lead).filter((field) => !field.readonly && !["person", "team", "link", "file", "json", "auto_number"].includes(field.type) && field.key !== "stage" && !field.key.startsWith("disqualify") && field.key !== "external_id");
}
