import { EMPTINESS, EQUALITY, type FieldTypeDef, ORDER } from "./definition.ts";
import { numericColumn, readScaled, scaleOf } from "./read-number.ts";

/** A share in percent: "12%", "12" and 12 are all 12. */
export const percent: FieldTypeDef = {
  kind: "number",
  column: numericColumn,
  parse: (input, field) => readScaled(input, field, true),
  operators: [...EQUALITY, ...ORDER, ...EMPTINESS],
  format: (value, field) =>
    value === null ? "" : `${Number(value).toLocaleString("en-US", { maximumFractionDigits: scaleOf(field) })}%`,
};
