import type { Condition, FieldDef, Filter, FilterOp, Text, TimeUnit } from "../types.ts";
import { invalidField } from "../../refusal.ts";
import type { ParseOptions } from "../fields/definition.ts";
import { compactPhone } from "../fields/phone.ts";
import { instantOf, readWritten } from "../fields/read-date.ts";
import { isId } from "../fields/read-id.ts";
import { readNumber } from "../fields/read-number.ts";
import { fieldTypes } from "../fields/registry.ts";
import { cleanLine, cleanParagraphs } from "../text.ts";
import { isMoment } from "./range.ts";

const LONGEST_LIST = 5_000;
const UNITS: readonly TimeUnit[] = ["minute", "hour", "day", "week", "month", "quarter", "year"];
const LONGEST_WINDOW = 10_000;

/**
 * One condition with its value in canonical form. `is` on an instant becomes `between`, so that a day means all of it.
 * `path` names the condition for refusals.
 */
export function parseOperand(field: FieldDef, key: string, op: FilterOp, value: unknown, path: string, options: ParseOptions): Filter {
  const at = `${path}.value`;
  const { kind } = fieldTypes[field.type];
  const moments = kind === "time" || kind === "date";
  const condition = (operand: unknown): Condition => ({ field: key, op, value: operand });
  switch (op) {
    case "empty": case "not_empty":
      if (value !== undefined && value !== null && value !== true) throw invalidField(at, { zh: "此条件不需要值", en: "This condition takes no value" });
      return { field: key, op };
    case "within": return condition(parseWindow(value, at));
    case "between": {
      if (!Array.isArray(value) || value.length !== 2) throw invalidField(at, { zh: "应为两个值：[起, 止]", en: "Must be two values: [from, to]" });
      return condition(value.map((each, i) => (moments ? parseMoment : parseOrdered)(each, field, `${at}[${i}]`, options)));
    }
    case "in": case "not_in": {
      if (!Array.isArray(value)) throw invalidField(at, { zh: "应为列表", en: "Must be a list" });
      if (value.length > LONGEST_LIST) throw invalidField(at, { zh: `列表最多 ${LONGEST_LIST} 项`, en: `At most ${LONGEST_LIST} items in a list` });
      return condition([...new Set(value.map((each, i) => parseOne(each, field, `${at}[${i}]`, options)))]);
    }
    case "is": case "not": {
      if (kind === "set") return condition(parseWhole(value, field, at, options));
      if (!(moments && (kind === "time" || value === "now" || value === "today"))) return condition(parseOne(value, field, at, options));
      const moment = parseMoment(value, field, at, options);
      const day: Condition = { field: key, op: "between", value: [moment, moment] };
      return op === "is" ? day : { not: day };
    }
    case "contains": return condition(kind === "set" ? parseOne(value, field, at, options) : parsePart(value, field, at));
    case "starts_with": return condition(parsePart(value, field, at));
    case "under": return condition(parseOne(value, field, at, options));
    case "before": case "after": return condition(parseMoment(value, field, at, options));
    case "gt": case "gte": case "lt": case "lte": return condition((moments ? parseMoment : parseOrdered)(value, field, at, options));
  }
}

/** One whole value of the field; of a multiple choice, one of its choices. */
function parseOne(value: unknown, field: FieldDef, path: string, options: ParseOptions): unknown {
  if (field.type === "person" && value === "@me") return value;
  if (field.type === "team" && value === "@my_team") return value;
  if (fieldTypes[field.type].kind === "number") return parseOrdered(value, field, path);
  if (field.type !== "multi_choice") return parseWhole(value, field, path, options);
  return parseWhole(value, { ...field, type: "choice" }, path, options);
}

function parseWhole(value: unknown, field: FieldDef, path: string, options: ParseOptions): unknown {
  return required(fieldTypes[field.type].parse(value, field, options), path);
}

/** A bound of an order condition on numbers or text. Numbers are not rounded: > 1.005 is not > 1.01. */
function parseOrdered(value: unknown, field: FieldDef, path: string): unknown {
  if (fieldTypes[field.type].kind === "number") return required(readNumber(value, field.type === "percent"), path);
  const text = parseWhole(value, field, path, {});
  // The interpreter in memory tells moments from text by their shape, so a text may not be compared with a moment.
  if (isMoment(text)) throw invalidField(path, { zh: "文本字段不能与日期比较", en: "A text field cannot be compared with a date" });
  return text;
}

/** Part of a text, cleaned as the field's own values are. */
function parsePart(value: unknown, field: FieldDef, path: string): string {
  if (typeof value !== "string" && typeof value !== "number") throw invalidField(path, { zh: "应为文本", en: "Must be text" });
  const clean = field.type === "long_text" ? cleanParagraphs : field.type === "phone" ? compactPhone : cleanLine;
  const part = field.type === "email" ? clean(String(value)).toLowerCase() : clean(String(value));
  if (part === "") throw missing(path);
  if (part.length > 1_000) throw invalidField(path, { zh: "最多 1,000 个字符", en: "At most 1,000 characters" });
  return part;
}

/** "now", "today", a day or an instant. */
function parseMoment(value: unknown, _field: FieldDef, path: string, options: ParseOptions): string {
  if (value === "now" || value === "today") return value;
  if (value === null || value === undefined || value === "") throw missing(path);
  const written = typeof value === "string" ? readWritten(value) : undefined;
  const moment = written && (written.time === null ? written.date : new Date(instantOf(written, options.timeZone)).toISOString());
  if (!isMoment(moment)) throw invalidField(path, { zh: "应为日期、时间、now 或 today", en: "Must be a date, a time, now or today" });
  return moment;
}

function parseWindow(value: unknown, path: string): unknown {
  const wrong = (text: Text) => invalidField(path, text);
  const shape = { zh: "应为 {last|next: 数字, unit} 或 {this: unit}", en: "Must be {last|next: number, unit} or {this: unit}" };
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(shape);
  const { last, next, this: running, unit, ...others } = value as Record<string, unknown>;
  const isUnit = (each: unknown) => UNITS.includes(each as TimeUnit);
  const given = [last, next, running].filter((each) => each !== undefined);
  if (given.length !== 1 || Object.keys(others).length > 0) throw wrong(shape);
  if (!isUnit(running === undefined ? unit : running) || (running !== undefined && unit !== undefined)) {
    throw wrong({ zh: `时间单位应为 ${UNITS.join("、")}`, en: `The unit must be one of ${UNITS.join(", ")}` });
  }
  if (running !== undefined) return { this: running };
  const count = last ?? next;
  if (typeof count !== "number" || !Number.isInteger(count) || count < 1 || count > LONGEST_WINDOW) {
    throw wrong({ zh: `应为 1 到 ${LONGEST_WINDOW} 的整数`, en: `Must be a whole number from 1 to ${LONGEST_WINDOW}` });
  }
  return last === undefined ? { next: count, unit } : { last: count, unit };
}

function required(parsed: { value: unknown } | { problem: Text }, path: string): unknown {
  if ("problem" in parsed) throw invalidField(path, parsed.problem);
  if (parsed.value === null) throw missing(path);
  return parsed.value;
}

function missing(path: string) {
  return invalidField(path, { zh: "请填写值；查空值请用 empty", en: "A value is needed; use empty to look for none" });
}

/** Whether an operand of `under` names a team rather than a region. */
export function isTeamOperand(operand: unknown): operand is string {
  return typeof operand === "string" && (operand === "@my_team" || isId(operand));
}
