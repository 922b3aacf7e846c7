import { DEFAULT_TIME_ZONE, instantToWall } from "../zone.ts";
import { EMPTINESS, type FieldTypeDef, isBlank, ORDER, problem } from "./definition.ts";
import { instantOf, readWritten } from "./read-date.ts";

/** An instant, "2026-03-05T02:20:00.000Z"; a time without offset is read in the given time zone. */
export const datetime: FieldTypeDef = {
  kind: "time",
  column: () => "timestamptz(3)",
  parse(input, _field, options = {}) {
    if (isBlank(input)) return { value: null };
    const written = typeof input === "string" ? readWritten(input) : undefined;
    const instant = input instanceof Date ? input.getTime() : written ? instantOf(written, options.timeZone) : Number.NaN;
    const value = Number.isNaN(instant) ? "" : new Date(instant).toISOString();
    return /^[1-9]\d{3}-/.test(value) ? { value } : problem("时间格式不正确，例如 2026-03-05 10:20", "Not a date and time, e.g. 2026-03-05 10:20");
  },
  operators: ["is", "not", ...ORDER, "before", "after", "within", ...EMPTINESS],
  format(value, _field, _locale, options = {}) {
    if (value === null) return "";
    const wall = instantToWall(Date.parse(String(value)), options.timeZone ?? DEFAULT_TIME_ZONE);
    return new Date(wall).toISOString().slice(0, 16).replace("T", " ");
  },
};
