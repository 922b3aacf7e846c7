import { type Compared, type Comparer, whole } from "./compared.ts";
import { edits } from "./strings.ts";

const DATE = /^(\d{4})-?(\d\d)-?(\d\d)/;

function prepare(value: unknown): string | null {
  const found = typeof value === "string" ? DATE.exec(value) : null;
  return found ? `${found[1]}${found[2]}${found[3]}` : null;
}

function compare(a: string, b: string): Compared {
  if (a === b) return whole(a, b, 1, "equal");
  if (a.slice(0, 4) === b.slice(0, 4) && a.slice(4, 6) === b.slice(6) && a.slice(6) === b.slice(4, 6)) return whole(a, b, 0.9, "swapped");
  if (edits(a, b, 1) === 1) return whole(a, b, 0.8, "typo");
  return whole(a, b, 0, "differs");
}

/** Dates: day and month swapped, one wrong or swapped digit. */
export const dateComparer: Comparer<string> = { prepare, compare, pieces: (date) => [date], anchors: (date) => [date], m: 0.95, floor: 0.45 };
