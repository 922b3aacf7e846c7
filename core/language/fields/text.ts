import { EMPTINESS, EQUALITY, type FieldTypeDef, ORDER, SEARCHING } from "./definition.ts";
import { readText } from "./read-text.ts";

/** One line, at most 2,000 characters. */
export const text: FieldTypeDef = {
  kind: "text",
  column: () => "text",
  parse: (input) => readText(input, 2_000),
  operators: [...EQUALITY, ...SEARCHING, ...ORDER, ...EMPTINESS],
  format: (value) => (value === null ? "" : String(value)),
};
