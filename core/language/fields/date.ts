import { EMPTINESS, EQUALITY, type FieldTypeDef, isBlank, ORDER, problem } from "./definition.ts";
import { dateOf, readWritten } from "./read-date.ts";

/** A day without time, "2026-03-05"; of an instant with offset, the day in the given time zone. */
export const date: FieldTypeDef = {
  kind: "date",
  column: () => "date",
  parse(input, _field, options = {}) {
    if (isBlank(input)) return { value: null };
    const written = typeof input === "string" || typeof input === "number" ? readWritten(String(input)) : undefined;
    const value = written && dateOf(written, options.timeZone);
    return value && /^\d{4}-/.test(value) ? { value } : problem("日期格式不正确，例如 2026-03-05", "Not a date, e.g. 2026-03-05");
  },
  operators: [...EQUALITY, ...ORDER, "before", "after", "within", ...EMPTINESS],
  format: (value) => (value === null ? "" : String(value)),
};
