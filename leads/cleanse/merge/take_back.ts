import type { Row, Value } from "../../../core/language/types.ts";
import { equal } from "./choose.ts";

/** What a merge did to a field of the survivor: its value before and after. */
export type Diff = Record<string, [Value, Value]>;

/** A merge as un-merging sees it. */
export interface Layer {
  changed: Diff;
  /** Fields whose value was the other's alone. */
  whole: readonly string[];
  other: Row;
}

export interface TakenBack {
  survivor: Row;
  /** Edits made after the merge to what came from the other: they go back with it. */
  other: Row;
  /** Later merges (by their place) whose "before" is no longer what it was. */
  later: Map<number, Diff>;
}

/**
 * What comes off the survivor when one merge is taken back, with the merges that came after it. A value that was the other's alone goes
 * back to it as it now stands; of what was put together its part is taken out; everything else that was edited since stays.
 */
export function takeBack(now: Row, merge: Layer, after: readonly Layer[]): TakenBack {
  const out: TakenBack = { survivor: {}, other: {}, later: new Map() };
  for (const [field, [from, to]] of Object.entries(merge.changed)) {
    const current = now[field] ?? null;
    const over = after.findIndex((layer) => field in layer.changed);
    if (over >= 0) {
      const layer = after[over] as Layer;
      const [base, made] = layer.changed[field] as [Value, Value];
      out.later.set(over, { ...out.later.get(over), [field]: [without(base, from, to, []), layer.whole.includes(field) ? made : without(made, from, to, [layer.other[field] ?? null])] });
      if (!layer.whole.includes(field)) set(out.survivor, field, current, without(current, from, to, after.map((each) => each.other[field] ?? null)));
      continue;
    }
    if (merge.whole.includes(field)) {
      if (!equal(current, to)) out.other[field] = current;
      set(out.survivor, field, current, from);
    } else set(out.survivor, field, current, without(current, from, to, []));
  }
  return out;
}

function set(row: Row, field: string, current: Value, value: Value): void {
  if (!equal(current, value)) row[field] = value;
}

/** A value without what turned `from` into `to`; unchanged where that cannot be told apart. `kept`: values that others brought too. */
function without(value: Value, from: Value, to: Value, kept: readonly Value[]): Value {
  if (equal(value, to)) return from;
  if (Array.isArray(value) && Array.isArray(to)) {
    const before = Array.isArray(from) ? from : [];
    const theirs = new Set(to.filter((one) => !before.includes(one as never) && !kept.some((other) => Array.isArray(other) && other.includes(one as never))));
    const rest = value.filter((one) => !theirs.has(one)) as string[];
    return rest.length > 0 ? rest : null;
  }
  if (typeof value !== "string" || typeof to !== "string") return value;
  const part = typeof from === "string" && to.startsWith(`${from}\n`) ? to.slice(from.length) : null;
  return part !== null && value.includes(part) ? value.replace(part, "") : value;
}
