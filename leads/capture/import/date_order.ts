/** How a column writes its dates when the year does not come first. */
export type DateOrder = "dmy" | "mdy";

const WRITTEN = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?=$|[ T])/;

/**
 * How a column of dates is written: a day above 12 tells. Where none does, slashes mean month first and anything else day
 * first. Undefined when most cells are not such dates.
 */
export function dateOrderOf(cells: readonly string[]): DateOrder | undefined {
  const filled = cells.map((cell) => cell.trim()).filter(Boolean);
  const dates = filled.map((cell) => WRITTEN.exec(cell)).filter((m) => m !== null);
  if (dates.length === 0 || dates.length * 2 < filled.length) return undefined;
  if (dates.some((m) => Number(m[1]) > 12)) return "dmy";
  if (dates.some((m) => Number(m[3]) > 12)) return "mdy";
  return dates[0]?.[2] === "/" ? "mdy" : "dmy";
}

/** The same date with the year first; anything else as it is. */
export function yearFirst(cell: string, order: DateOrder): string {
  const text = cell.trim();
  const m = WRITTEN.exec(text);
  if (!m) return cell;
  const [day, month] = order === "dmy" ? [m[1], m[3]] : [m[3], m[1]];
  return `${m[4]}-${month}-${day}${text.slice(m[0].length)}`;
}
