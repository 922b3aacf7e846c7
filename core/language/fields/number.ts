import { EMPTINESS, EQUALITY, type FieldTypeDef, ORDER } from "./definition.ts";
import { numericColumn, readScaled, scaleOf } from "./read-number.ts";

/** A number; "12%" is 0.12. */
export const number: FieldTypeDef = {
  kind: "number",
  column: numericColumn,
  parse: (input, field) => readScaled(input, field),
  operators: [...EQUALITY, ...ORDER, ...EMPTINESS],
  format: (value, field) =>
    value === null ? "" : Number(value).toLocaleString("en-US", { maximumFractionDigits: scaleOf(field) }),
};
