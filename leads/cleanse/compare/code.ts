import { type Compared, type Comparer, whole } from "./compared.ts";
import { edits } from "./strings.ts";

const LONGEST = 64;

function prepare(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return null;
  return value.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "").slice(0, LONGEST) || null;
}

function compare(a: string, b: string): Compared {
  if (a === b) return whole(a, b, 1, "equal");
  const close = Math.min(a.length, b.length) >= 4 && edits(a, b, 1) === 1;
  return whole(a, b, close ? 0.8 : 0, "typo");
}

/** Numbers and codes (postcode, customer number, WeChat): equal, or one wrong, missing or swapped character. */
export const codeComparer: Comparer<string> = { prepare, compare, pieces: (code) => [code], anchors: (code) => [code], m: 0.9, floor: 0.45 };

/** Values out of a list: equal or not. */
export const exactComparer: Comparer<string> = { ...codeComparer, compare: (a, b) => whole(a, b, a === b ? 1 : 0, "equal") };
