import type { FieldDef, Row, Value } from "../../core/language/types.ts";
import type { Reason } from "../../core/policies/reason.ts";
import { fieldTypes } from "../../core/language/fields/registry.ts";
import type { Channel } from "./channels.ts";

/** What the payload of one arrival says about a lead, before normalising. */
export interface Mapped {
  row: Row;
  /** Values that were not understood: kept on the arrival, named in its receipt. */
  problems: Reason[];
}

/** Fields whose own normaliser reads them better than the plain field type. */
const NORMALISED = new Set(["phone", "email", "budget", "do_not_contact", "tags", "website"]);
const NEVER = new Set(["id", "version", "created_by", "updated_at", "updated_by"]);

/** Fields an arrival may fill: everything a person may edit, plus the moment it says it was created. */
export function writableFields(fields: ReadonlyMap<string, FieldDef>): ReadonlyMap<string, FieldDef> {
  let known = writable.get(fields);
  if (!known) {
    known = new Map([...fields].filter(([key, f]) => !NEVER.has(key) && !f.internal && (!f.readonly || key === "created_at" || key === "converted_at")));
    writable.set(fields, known);
  }
  return known;
}

const writable = new WeakMap<ReadonlyMap<string, FieldDef>, ReadonlyMap<string, FieldDef>>();

/** Reads a value along a dotted path; list items by number. */
export function valueAt(payload: unknown, path: string): unknown {
  let at: unknown = payload;
  for (const step of path.split(".")) {
    if (at === null || typeof at !== "object") return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}

/** Turns a payload into lead fields by the channel's mapping, or by names, labels and aliases as they come. */
export function mapPayload(payload: Record<string, unknown>, channel: Pick<Channel, "kind" | "mapping" | "settings">, fields: ReadonlyMap<string, FieldDef>, timeZone: string): Mapped {
  const mapped: Mapped = { row: {}, problems: [] };
  const put = (field: FieldDef, value: unknown) => putValue(mapped, field, value, timeZone);
  // A form's own fields need no mapping; one that it has besides is for pages made elsewhere.
  const own = channel.kind === "form" && channel.mapping ? Object.fromEntries(Object.keys(payload).filter((key) => fields.has(key)).map((key) => [key, key])) : {};
  if (channel.mapping) {
    for (const [key, path] of Object.entries({ ...own, ...channel.mapping })) {
      const field = fields.get(key);
      if (field) put(field, valueAt(payload, path));
    }
  } else {
    for (const [key, value] of Object.entries(payload)) {
      const field = fields.get(key) ?? byName(fields).get(key.trim().toLowerCase());
      if (field) put(field, value);
    }
  }
  for (const [key, value] of Object.entries(channel.settings.defaults ?? {})) {
    const field = fields.get(key);
    if (field && mapped.row[key] === undefined) put(field, value);
  }
  return mapped;
}

/** Puts one value into a lead about to arrive: text as it is, because its normaliser reads it; anything else by its field type. */
export function putValue(mapped: Mapped, field: FieldDef, value: unknown, timeZone: string): void {
  if (value === undefined || value === null || value === "") return;
  if (NORMALISED.has(field.key) || field.type === "text" || field.type === "long_text") {
    mapped.row[field.key] = (typeof value === "object" && field.key !== "tags" ? JSON.stringify(value) : value) as Value;
    return;
  }
  const parsed = fieldTypes[field.type].parse(value, field, { timeZone });
  if ("problem" in parsed) mapped.problems.push(notUnderstood(field.key, value));
  else if (parsed.value !== null) mapped.row[field.key] = parsed.value;
}

/** The reason that names a value a field could not take. */
export function notUnderstood(field: string, value: unknown): Reason {
  return { code: "value_not_understood", facts: { field, value: String(value).slice(0, 200) } };
}

const names = new WeakMap<ReadonlyMap<string, FieldDef>, Map<string, FieldDef>>();

/** Labels and aliases in lower case → field. */
export function byName(fields: ReadonlyMap<string, FieldDef>): Map<string, FieldDef> {
  let known = names.get(fields);
  if (!known) {
    known = new Map();
    for (const f of fields.values()) for (const name of [f.label.zh, f.label.en, ...(f.aliases ?? [])]) if (!known.has(name.toLowerCase())) known.set(name.toLowerCase(), f);
    names.set(fields, known);
  }
  return known;
}

/** Keys of a payload that no field knows; an API channel without mapping refuses them by name. */
export function unknownKeys(payload: Record<string, unknown>, fields: ReadonlyMap<string, FieldDef>): string[] {
  return Object.keys(payload).filter((key) => !fields.has(key) && !byName(fields).has(key.trim().toLowerCase()));
}
