import type { Happening } from "../../api/timeline.ts";

const SHOWN = 2;
/** From so many on, what was done on the site in one go is folded. */
const MANY = 5;

export interface Folded {
  item: Happening;
  /** What lies folded under it; none where everything is shown. */
  more: Happening[];
}

/** Long runs of site events folded under the second newest of each, so that page views do not push a call out of sight. */
export function folded(items: readonly Happening[], open: ReadonlySet<string>): Folded[] {
  const lines: Folded[] = [];
  for (let from = 0; from < items.length; ) {
    let to = from;
    while (items[to]?.kind === "site") to++;
    const run = items.slice(from, Math.max(to, from + 1));
    const name = run[SHOWN - 1]?.id;
    const fold = run.length >= MANY && name !== undefined && !open.has(name);
    lines.push(...(fold ? run.slice(0, SHOWN) : run).map((item): Folded => ({ item, more: fold && item.id === name ? run.slice(SHOWN) : [] })));
    from += run.length;
  }
  return lines;
}
