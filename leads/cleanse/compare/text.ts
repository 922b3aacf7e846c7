import { type Compared, type Comparer, whole } from "./compared.ts";
import { codeComparer } from "./code.ts";
import { alike, words } from "./strings.ts";

interface Text {
  squeezed: string;
  sorted: string;
  digits: boolean;
}

const LONGEST = 200;

function prepare(value: unknown): Text | null {
  if (typeof value !== "string") return null;
  const list = words(value.slice(0, LONGEST));
  if (list.length === 0) return null;
  const squeezed = list.join("");
  return { squeezed, sorted: [...list].sort().join(" "), digits: /^\d+$/.test(squeezed) };
}

function compare(a: Text, b: Text): Compared {
  if (a.squeezed === b.squeezed) return whole(a.squeezed, b.squeezed, 1, "equal");
  if (a.sorted === b.sorted) return whole(a.squeezed, b.squeezed, 0.97, "swapped");
  if (a.digits && b.digits) return codeComparer.compare(a.squeezed, b.squeezed) as Compared;
  const similarity = alike(a.squeezed, b.squeezed);
  return whole(a.squeezed, b.squeezed, similarity < FLOOR ? 0 : similarity, similarity > 0.8 ? "typo" : "similar");
}

const FLOOR = 0.6;

/** Any short text: spaces, case and signs aside, words in another order, slips. Digits alone are compared as a code. */
export const textComparer: Comparer<Text> = { prepare, compare, pieces: ({ squeezed }) => [squeezed], anchors: ({ squeezed }) => [squeezed.slice(0, 5)], m: 0.9, floor: FLOOR };
