import { fieldAccess } from "../../../core/access/rights.ts";
import type { Ctx } from "../../../core/ctx.ts";
import type { FieldDef } from "../../../core/language/types.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { type FieldProblem, Invalid } from "../../../core/refusal.ts";
import { writableFields } from "../map.ts";

const NOT_FROM_FILES = new Set(["auto_number", "file", "json"]);

/** Fields of an object that this actor may fill from a file. */
export async function importFields(ctx: Ctx, object: string): Promise<Map<string, FieldDef>> {
  const all = await catalog.get(ctx.house);
  const fields = writableFields(all.fields(all.object(object).key));
  return new Map([...fields].filter(([key, f]) => !NOT_FROM_FILES.has(f.type) && fieldAccess(ctx.actor, object, key) === "edit"));
}

/** What a caller may send: field → column, or a list of columns with their fields as the suggestions are written. */
export type SentMapping = Record<string, string> | { column: string; field: string | null }[];

const IDENTIFYING = ["phone", "email", "wechat", "credit_code", "external_id", "name", "company"];

/** Checks a mapping against the file and the object; refuses naming every wrong entry. */
export async function checkMapping(ctx: Ctx, object: string, columns: readonly string[], sent: SentMapping): Promise<Record<string, string>> {
  const fields = await importFields(ctx, object);
  const entries = Array.isArray(sent)
    ? sent.flatMap(({ column, field }, i) => (field === null ? [] : [{ path: `mapping[${i}]`, column, field }]))
    : Object.entries(sent).map(([field, column]) => ({ path: `mapping.${field}`, column, field }));
  const problems: FieldProblem[] = [];
  const mapping: Record<string, string> = {};
  for (const { path, column, field } of entries) {
    if (!fields.has(field)) problems.push({ path, message: { zh: `没有可导入的字段「${field}」`, en: `There is no field “${field}” to import into` } });
    else if (!columns.includes(column)) problems.push({ path, message: { zh: `文件中没有列「${column}」`, en: `The file has no column “${column}”` } });
    else if (Object.hasOwn(mapping, field)) problems.push({ path, message: { zh: `列「${mapping[field]}」和「${column}」对应同一字段「${field}」`, en: `The columns “${mapping[field]}” and “${column}” both go into “${field}”` } });
    else mapping[field] = column;
  }
  const title = (await catalog.get(ctx.house)).object(object).title;
  const known = object === "lead" ? IDENTIFYING : ["external_id", title, ...[...fields.values()].filter((f) => f.required).map((f) => f.key)];
  if (problems.length === 0 && !known.some((key) => key in mapping)) {
    problems.push({ path: "mapping", message: { zh: `请至少对应一个能识别记录的字段：${known.join("、")}`, en: `Map at least one field that tells records apart: ${known.join(", ")}` } });
  }
  if (problems.length > 0) throw Invalid({}, problems);
  return mapping;
}

/** Checks values given for all rows. */
export async function checkDefaults(ctx: Ctx, object: string, defaults: Record<string, string>): Promise<Record<string, string>> {
  const fields = await importFields(ctx, object);
  const problems = Object.keys(defaults).filter((key) => !fields.has(key)).map((key): FieldProblem => ({ path: `defaults.${key}`, message: { zh: `没有可导入的字段「${key}」`, en: `There is no field “${key}” to import into` } }));
  if (problems.length > 0) throw Invalid({}, problems);
  return defaults;
}
