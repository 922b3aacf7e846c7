import { fieldTypes } from "../../core/language/fields/registry.ts";
import type { Condition, FieldDef, Filter, FilterOp } from "../../core/language/types.ts";

export interface Conditions {
  join: "all" | "any";
  rows: Filter[];
}

/** A filter as rows under one "all of" or "any of"; whatever is deeper stands as one row that can only be removed. */
export function toConditions(filter: Filter | undefined): Conditions {
  if (!filter) return { join: "all", rows: [] };
  if ("all" in filter) return { join: "all", rows: filter.all };
  if ("any" in filter) return { join: "any", rows: filter.any };
  return { join: "all", rows: [filter] };
}

/** The rows as a filter; none is no filter at all. */
export function fromConditions({ join, rows }: Conditions): Filter | undefined {
  if (rows.length === 0) return undefined;
  return join === "all" ? { all: rows } : { any: rows };
}

export const isCondition = (filter: Filter): filter is Condition => "field" in filter;

/** Fields a person may put conditions on. */
export const filterable = (fields: readonly FieldDef[]): FieldDef[] => fields.filter((field) => !field.retired && !field.internal && field.type !== "json" && field.key !== "id" && field.key !== "version");

/** The operator a new condition on a field starts with: the one people mean most often. */
export function firstOperator(field: FieldDef): FilterOp {
  const allowed = fieldTypes[field.type].operators;
  const usual: FilterOp[] = field.type === "datetime" || field.type === "date" ? ["within"] : field.type === "choice" || field.type === "multi_choice" ? ["in"] : ["number", "money", "percent"].includes(field.type) ? ["gte"] : ["text", "long_text"].includes(field.type) ? ["contains"] : ["is"];
  return usual.find((op) => allowed.includes(op)) ?? allowed[0] ?? "is";
}

/** Whether a condition says enough to be asked. */
export function isComplete({ op, value }: Condition): boolean {
  if (op === "empty" || op === "not_empty") return true;
  if (Array.isArray(value)) return value.length > 0 && value.every((each) => each !== null && each !== undefined && each !== "");
  return value !== undefined && value !== null && value !== "";
}
