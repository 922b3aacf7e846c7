import { cleanLine } from "../text.ts";
import { EMPTINESS, type FieldTypeDef, isBlank, problem } from "./definition.ts";

const YES = new Set(["true", "t", "yes", "y", "on", "1", "是", "对", "有", "真", "√", "✓", "✔"]);
const NO = new Set(["false", "f", "no", "n", "off", "0", "否", "不是", "错", "无", "没有", "假", "×", "✗", "✘"]);

/** Yes, no, or not known (null). */
export const boolean: FieldTypeDef = {
  kind: "boolean",
  column: () => "boolean",
  parse(input) {
    if (isBlank(input)) return { value: null };
    if (typeof input === "boolean") return { value: input };
    const word = typeof input === "string" || typeof input === "number" ? cleanLine(String(input)).toLowerCase() : "";
    if (YES.has(word)) return { value: true };
    if (NO.has(word)) return { value: false };
    return problem("应为“是”或“否”", "Must be yes or no");
  },
  operators: ["is", "not", ...EMPTINESS],
  format(value, _field, locale) {
    if (value === null) return "";
    return locale === "en" ? (value ? "Yes" : "No") : value ? "是" : "否";
  },
};
