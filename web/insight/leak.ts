import type { Filter } from "../../core/language/types.ts";
import type { Section } from "./data.ts";

/** The step of a funnel at which most is lost. */
export interface Leak {
  /** Index of the row that was not reached. */
  row: number;
  lost: number;
  /** Of those who reached the step before. */
  share: number;
  /** Finds the records that stopped there; absent where the report names none. */
  click?: { object: string; filter: Filter };
}

/** The largest loss between two steps, by number of records; undefined where nothing is lost. */
export function largestLeak({ rows }: Pick<Section, "rows">, column = "leads"): Leak | undefined {
  let worst: Leak | undefined;
  rows.forEach((row, index) => {
    const [before, here] = [rows[index - 1]?.cells[column], row.cells[column]];
    if (!before?.value || !here) return;
    const lost = before.value - (here.value ?? 0);
    if (lost <= (worst?.lost ?? 0)) return;
    const click = before.filter && here.filter ? { object: before.filter.object, filter: { all: [before.filter.filter as Filter, { not: here.filter.filter as Filter }] } } : undefined;
    worst = { row: index, lost, share: lost / before.value, ...(click ? { click } : {}) };
  });
  return worst;
}
