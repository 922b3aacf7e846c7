import { EMPTINESS, EQUALITY, type FieldTypeDef, ORDER, SEARCHING } from "./definition.ts";
import { readText } from "./read-text.ts";

/** A running number with its prefix, e.g. "L-000123"; given by the record engine. */
export const autoNumber: FieldTypeDef = {
  kind: "text",
  column: () => "text",
  parse: (input) => readText(input, 100),
  operators: [...EQUALITY, ...SEARCHING, ...ORDER, ...EMPTINESS],
  format: (value) => (value === null ? "" : String(value)),
};
