import type { FieldDef, FilterOp, Text, Value } from "../types.ts";

export type Parsed = { value: Value } | { problem: Text };

/** How the filter interpreters treat a value. */
export type Kind = "text" | "number" | "boolean" | "time" | "date" | "set" | "id" | "json";

export interface ParseOptions {
  /** Zone of times given without offset; Asia/Shanghai when absent. */
  timeZone?: string;
}

export interface FormatOptions {
  timeZone?: string;
  /** ISO 4217 code of money; CNY when absent. */
  currency?: string;
}

/** Everything Clew knows about one type of field; drawn by its twin in `web/fields`. */
export interface FieldTypeDef {
  kind: Kind;
  /** PostgreSQL column type. */
  column(field: FieldDef): string;
  /** Input of an API, form or import file → canonical value, or what is wrong with it. "" is null. */
  parse(input: unknown, field: FieldDef, options?: ParseOptions): Parsed;
  operators: readonly FilterOp[];
  /** Text for a person; null becomes "". Ids stay ids: names are looked up by the caller. */
  format(value: Value, field: FieldDef, locale: "zh-CN" | "en", options?: FormatOptions): string;
}

export const EQUALITY = ["is", "not", "in", "not_in"] as const satisfies FilterOp[];
export const ORDER = ["gt", "gte", "lt", "lte", "between"] as const satisfies FilterOp[];
export const EMPTINESS = ["empty", "not_empty"] as const satisfies FilterOp[];
export const SEARCHING = ["contains", "starts_with"] as const satisfies FilterOp[];

export const nothing: Parsed = { value: null };

/** A parse problem in both languages. */
export function problem(zh: string, en: string): Parsed {
  return { problem: { zh, en } };
}

/** Whether an input means "no value". */
export function isBlank(input: unknown): boolean {
  return input === null || input === undefined || (typeof input === "string" && input.trim() === "");
}
