import type { FieldDef } from "../types.ts";
import { cleanLine } from "../text.ts";
import { isBlank, nothing, type Parsed, problem } from "./definition.ts";

const UNITS: Record<string, number> = { 千: 3, k: 3, 万: 4, w: 4, 百万: 6, m: 6, 千万: 7, 亿: 8, 万亿: 12 };
const WRITTEN = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(\.\d*)?(?:e([+-]?\d{1,2}))?(千万|百万|万亿|千|万|亿|[kwm])?(%)?$/;

/**
 * Reads a number as people and files write it: "1,234.5", "￥1,200", "12%", "1.2万", "(500)", full width.
 * "%" divides by 100 unless `points`, where the number itself is in percent. Not rounded.
 */
export function readNumber(input: unknown, points = false): Parsed {
  if (isBlank(input)) return nothing;
  if (typeof input === "number" || typeof input === "bigint") {
    const value = Number(input);
    return Number.isFinite(value) ? { value: value === 0 ? 0 : value } : notNumber();
  }
  if (typeof input !== "string") return notNumber();
  let text = cleanLine(input).toLowerCase().replace(/−/g, "-").replace(/[\s_']/g, "");
  if (/^\(.+\)$/.test(text)) text = `-${text.slice(1, -1)}`;
  text = text.replace(/^([+-]?)(?:[¥$€£]|cny|rmb|usd|人民币)([+-]?)/, "$1$2").replace(/(?:元整?|圆|cny|rmb|usd)$/, "");
  const [, sign = "", whole = "", fraction = "", exponent = "0", unit, percent] = WRITTEN.exec(text) ?? [];
  const digits = whole.replaceAll(",", "") + fraction;
  if (!/\d/.test(digits)) return notNumber();
  const power = Number(exponent) + (unit ? (UNITS[unit] ?? 0) : 0) - (percent && !points ? 2 : 0);
  const value = Number(`${digits}e${power}`);
  return { value: value === 0 ? 0 : sign === "-" ? -value : value };
}

/** Reads a number and rounds it half away from zero, as PostgreSQL's numeric does; 15 digits in all, which a double holds exactly. */
export function readScaled(input: unknown, field: FieldDef, points = false): Parsed {
  const read = readNumber(input, points);
  if ("problem" in read || typeof read.value !== "number") return read;
  const scale = scaleOf(field);
  const value = round(read.value, scale);
  const limit = 10 ** (15 - scale);
  if (Math.abs(value) >= limit) {
    return problem(`数字应小于 ${limit.toLocaleString("en-US")}`, `Must be smaller than ${limit.toLocaleString("en-US")}`);
  }
  return { value };
}

/** Digits after the decimal point, 0 to 6. */
export function scaleOf(field: FieldDef): number {
  return Math.min(6, Math.max(0, Math.trunc(field.scale ?? 2)));
}

export function numericColumn(field: FieldDef): string {
  return `numeric(15,${scaleOf(field)})`;
}

// Shifts by decimal text: 1.005 * 100 is 100.49999999999999, Number("1.005e2") is 100.5.
function round(value: number, scale: number): number {
  const size = Math.abs(value);
  if (size >= 1e15) return value;
  const text = String(size);
  const shifted = text.includes("e") ? size * 10 ** scale : Number(`${text}e${scale}`);
  const rounded = Number(`${Math.round(shifted)}e-${scale}`);
  return rounded === 0 ? 0 : value < 0 ? -rounded : rounded;
}

function notNumber(): Parsed {
  return problem("应为数字", "Must be a number");
}
