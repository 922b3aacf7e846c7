import { fieldTypes } from "../language/fields/registry.ts";
import type { FieldDef, ObjectDef, Text } from "../language/types.ts";
import { invalidField } from "../refusal.ts";
import { SYSTEM_KEYS } from "./system_fields.ts";

/** One readable step of a schema change; `ddl` is what it does to the table, empty for metadata only. */
export interface PlanStep {
  kind: "create_object" | "add_field" | "relabel_field" | "retire_field" | "restore_field" | "relabel_object" | "retire_object" | "restore_object" | "index" | "grant";
  object: string;
  field?: string;
  title: Text;
  ddl: string[];
}

const KEY = /^[a-z][a-z0-9_]{0,47}$/;

/**
 * What it takes to bring an object from how it is stored to how it is wanted; pure.
 * Adding is instant, removing retires (hidden, restorable, the column stays). A changed type is refused here:
 * values would have to be converted.
 */
export function planObject(current: ObjectDef | undefined, wanted: ObjectDef): PlanStep[] {
  checkObject(wanted);
  const steps: PlanStep[] = [];
  const table = `crm.${quote(wanted.key)}`;
  if (!current) {
    steps.push({
      kind: "create_object", object: wanted.key,
      title: { zh: `新建对象「${wanted.label.zh}」`, en: `Create object “${wanted.label.en}”` },
      ddl: [
        `create table ${table} (
          id uuid primary key,
          created_at timestamptz(3) not null,
          created_by uuid,
          updated_at timestamptz(3) not null,
          updated_by uuid,
          owner_id uuid,
          version int not null default 1,
          search tsvector
        )`,
        indexDdl(wanted.key, "created_at"),
        indexDdl(wanted.key, "updated_at"),
        indexDdl(wanted.key, "owner_id"),
        `create index ${quote(`${wanted.key}_search`)} on ${table} using gin (search)`,
      ],
    });
  } else {
    if (!sameText(current.label, wanted.label) || current.title !== wanted.title) {
      steps.push({ kind: "relabel_object", object: wanted.key, title: { zh: `改名为「${wanted.label.zh}」`, en: `Rename to “${wanted.label.en}”` }, ddl: [] });
    }
    if (Boolean(current.retired) !== Boolean(wanted.retired)) {
      steps.push({
        kind: wanted.retired ? "retire_object" : "restore_object", object: wanted.key,
        title: wanted.retired
          ? { zh: `停用对象「${wanted.label.zh}」，数据保留`, en: `Retire object “${wanted.label.en}”; its data stays` }
          : { zh: `恢复对象「${wanted.label.zh}」`, en: `Restore object “${wanted.label.en}”` },
        ddl: [],
      });
    }
  }
  for (const field of wanted.fields) steps.push(...planField(current, wanted, field));
  for (const columns of wanted.indexes ?? []) {
    if (!current?.indexes?.some((i) => i.join() === columns.join())) {
      const name = quote(`${wanted.key}_${columns.map((c) => c.replace(/[^a-z0-9]+/g, "_")).join("_")}`.slice(0, 60));
      const part = columns.find((c) => c.startsWith("where ")) ?? "";
      const list = columns.filter((c) => c !== part).map((c) => c.replace(/^[a-z0-9_]+/, (key) => quote(key))).join(", ");
      steps.push({
        kind: "index", object: wanted.key, title: { zh: `建立索引 ${columns.join("、")}`, en: `Index ${columns.join(", ")}` },
        ddl: [`create index ${name} on ${table} (${list}) ${part}`.trim()],
      });
    }
  }
  return steps;
}

function planField(current: ObjectDef | undefined, object: ObjectDef, field: FieldDef): PlanStep[] {
  const old = current?.fields.find((f) => f.key === field.key);
  const named = (zh: string, en: string): Text => ({ zh: `${zh}「${field.label.zh}」`, en: `${en} “${field.label.en}”` });
  const step = (kind: PlanStep["kind"], title: Text, ddl: string[] = []): PlanStep => ({ kind, object: object.key, field: field.key, title, ddl });
  if (!old) {
    const ddl = [`alter table crm.${quote(object.key)} add column ${quote(field.key)} ${fieldTypes[field.type].column(field)}`];
    if (field.type === "auto_number") ddl.push(...autoNumberDdl(object.key, field));
    if (field.unique) ddl.push(`create unique index ${quote(`${object.key}_${field.key}_unique`)} on crm.${quote(object.key)} (${quote(field.key)})`);
    if (field.indexed && !field.unique) ddl.push(fieldIndex(object.key, field));
    return [step("add_field", named("新增字段", "Add field"), ddl)];
  }
  if (old.type !== field.type) {
    throw invalidField(`fields.${field.key}.type`, { zh: "已有字段不能改变类型，请新增字段后停用旧字段", en: "The type of an existing field cannot change; add a new field and retire this one" });
  }
  const steps: PlanStep[] = [];
  if (Boolean(old.retired) !== Boolean(field.retired)) {
    steps.push(field.retired
      ? step("retire_field", named("停用字段（数据保留）", "Retire field (its data stays)"))
      : step("restore_field", named("恢复字段", "Restore field")));
  }
  if (Boolean(field.indexed) && !old.indexed && !field.unique) {
    steps.push(step("index", named("建立索引", "Index"), [fieldIndex(object.key, field)]));
  }
  if (essence(old) !== essence(field)) steps.push(step("relabel_field", named("修改字段设置", "Change settings of field")));
  return steps;
}

function checkObject(object: ObjectDef): void {
  const bad = { zh: "只能用小写字母、数字和下划线，以字母开头，最长 48 个字符", en: "Use lower-case letters, digits and underscores, starting with a letter, 48 characters at most" };
  if (!KEY.test(object.key)) throw invalidField("key", bad);
  const seen = new Set<string>();
  for (const field of object.fields) {
    if (!KEY.test(field.key)) throw invalidField(`fields.${field.key}.key`, bad);
    if (SYSTEM_KEYS.has(field.key) || field.key === "search" || seen.has(field.key)) {
      throw invalidField(`fields.${field.key}.key`, { zh: `字段标识 ${field.key} 已被占用`, en: `The key ${field.key} is taken` });
    }
    seen.add(field.key);
    if ((field.type === "choice" || field.type === "multi_choice") && !field.choices?.length) {
      throw invalidField(`fields.${field.key}.choices`, { zh: "请至少给出一个选项", en: "Give at least one choice" });
    }
    if (field.type === "link" && !field.target) {
      throw invalidField(`fields.${field.key}.target`, { zh: "请选择关联的对象", en: "Choose the object this links to" });
    }
  }
  if (!seen.has(object.title)) {
    throw invalidField("title", { zh: "标题字段不存在", en: "The title field does not exist" });
  }
}

/** Serves equality and both sort directions: null is the smallest value, ties broken by id. */
function indexDdl(object: string, key: string): string {
  return `create index ${quote(`${object}_${key}`.slice(0, 60))} on crm.${quote(object)} (${quote(key)} desc nulls last, id desc)`;
}

/** Match keys and mostly empty fields are looked up, never listed in order: a smaller index serves. */
function fieldIndex(object: string, field: FieldDef): string {
  if (!field.internal && field.indexed !== "sparse") return indexDdl(object, field.key);
  return `create index ${quote(`${object}_${field.key}`.slice(0, 60))} on crm.${quote(object)} (${quote(field.key)}) where ${quote(field.key)} is not null`;
}

function autoNumberDdl(object: string, field: FieldDef): string[] {
  const sequence = `crm.${quote(`${object}_${field.key}_seq`)}`;
  const prefix = (field.prefix ?? "").replaceAll("'", "''");
  return [
    `create sequence ${sequence}`,
    `alter table crm.${quote(object)} alter column ${quote(field.key)} set default '${prefix}' || lpad(nextval('${sequence}')::text, 6, '0')`,
  ];
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const sameText = (a: Text, b: Text) => a.zh === b.zh && a.en === b.en;

/** A field's settings without what other steps change, in an order that does not depend on how it was stored. */
function essence(field: FieldDef): string {
  const { retired: _retired, indexed: _indexed, ...rest } = field;
  return JSON.stringify(sorted(rest));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, sorted(v)]));
}
