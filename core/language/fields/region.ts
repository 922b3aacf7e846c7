import { cleanLine } from "../text.ts";
import { EMPTINESS, EQUALITY, type FieldTypeDef, SEARCHING } from "./definition.ts";
import { readText } from "./read-text.ts";

/**
 * A place as a path of official names from the widest to the narrowest, "广东省/深圳市/南山区".
 * Names rather than codes, so that reports, exports and outside tools read them without a table.
 */
export const region: FieldTypeDef = {
  kind: "text",
  column: () => "text",
  parse: (input) => readText(Array.isArray(input) && input.every((part) => typeof part === "string") ? input.join("/") : input, 200, cleanPath),
  operators: [...EQUALITY, "under", ...SEARCHING, ...EMPTINESS],
  format: (value) => (value === null ? "" : String(value).replaceAll("/", " ")),
};

function cleanPath(text: string): string {
  return cleanLine(text).split(/\s*[/>]\s*/).filter((part) => part !== "").join("/");
}
