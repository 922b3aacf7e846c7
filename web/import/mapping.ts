import type { FieldMeta } from "../api/objects.ts";

/** Column → field; a column without one is left out of the import. */
export type Mapping = Record<string, string | undefined>;

const NOT_FROM_FILES = new Set(["auto_number", "file", "json"]);
/** Read-only for people, but a file may bring them along. */
const BROUGHT_ALONG = new Set(["created_at", "converted_at"]);

/** Fields a file may fill. */
export const importable = (fields: readonly FieldMeta[]): FieldMeta[] =>
  fields.filter((field) => !field.internal && !field.retired && !NOT_FROM_FILES.has(field.type) && (!field.readonly || BROUGHT_ALONG.has(field.key)) && (field.access ?? "edit") === "edit");

/** The server's field → column turned round. */
export function byColumn(mapping: Readonly<Record<string, string>>): Mapping {
  return Object.fromEntries(Object.entries(mapping).map(([field, column]) => [column, field]));
}

/** Puts a field on a column; the column that had it before loses it. */
export function choose(mapping: Mapping, column: string, field: string | undefined): Mapping {
  const kept = Object.fromEntries(Object.entries(mapping).filter(([other, theirs]) => other !== column && (field === undefined || theirs !== field)));
  return field === undefined ? kept : { ...kept, [column]: field };
}

/** As the server takes it, with every column of the file. */
export const sent = (columns: readonly string[], mapping: Mapping): { column: string; field: string | null }[] => columns.map((column) => ({ column, field: mapping[column] ?? null }));
