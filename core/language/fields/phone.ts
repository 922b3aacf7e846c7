import { cleanLine } from "../text.ts";
import { EMPTINESS, EQUALITY, type FieldTypeDef, nothing, problem, SEARCHING } from "./definition.ts";
import { asText } from "./read-text.ts";

/**
 * A telephone number: E.164 ("+8613800138000") after cleansing, digits as typed before it. Only the shape is checked
 * here; country and validity are the business of `leads/cleanse`. E.164 allows 15 digits, a dialling prefix some more.
 */
export const phone: FieldTypeDef = {
  kind: "text",
  column: () => "text",
  parse(input) {
    if (input === null || input === undefined) return nothing;
    const text = asText(input);
    const value = text === undefined ? undefined : compactPhone(text);
    if (value === "") return nothing;
    if (value === undefined || !/^\+?\d{5,20}$/.test(value)) return problem("电话号码格式不正确", "Not a telephone number");
    return { value };
  },
  operators: [...EQUALITY, ...SEARCHING, ...EMPTINESS],
  format: (value) => (value === null ? "" : String(value).replace(/^\+86(1\d{2})(\d{4})(\d{4})$/, "$1 $2 $3")),
};

/** Drops what people put between digits: spaces, dashes of every kind, dots and brackets. */
export function compactPhone(text: string): string {
  return cleanLine(text).replace(/[\s\-‐-―−.()]/g, "");
}
