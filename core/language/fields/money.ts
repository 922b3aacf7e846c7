import { EMPTINESS, EQUALITY, type FieldTypeDef, ORDER } from "./definition.ts";
import { numericColumn, readScaled, scaleOf } from "./read-number.ts";

/** An amount in the organisation's currency, in its main unit (yuan, not fen). */
export const money: FieldTypeDef = {
  kind: "number",
  column: numericColumn,
  parse: (input, field) => readScaled(input, field),
  operators: [...EQUALITY, ...ORDER, ...EMPTINESS],
  format(value, field, locale, options = {}) {
    if (value === null) return "";
    const digits = scaleOf(field);
    return Number(value).toLocaleString(locale, {
      style: "currency", currency: options.currency ?? "CNY", currencyDisplay: "narrowSymbol",
      minimumFractionDigits: digits, maximumFractionDigits: digits,
    });
  },
};
