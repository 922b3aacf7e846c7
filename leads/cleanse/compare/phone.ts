import { type Compared, type Comparer, whole } from "./compared.ts";
import { edits } from "./strings.ts";

interface Phone {
  digits: string;
  extension: string | null;
}

/** Shorter numbers are extensions, or nothing. */
const SHORTEST = 6;

function prepare(value: unknown): Phone | null {
  if (typeof value !== "string") return null;
  const [number = "", extension] = value.normalize("NFKC").split(/(?:;ext=|转|ext\.?|x|#)\s*/i);
  const digits = number.replace(/\D/g, "").replace(/^(?:00)?86(?=1\d{10}$|[2-9]\d{8,10}$|10\d{8}$)/, "").replace(/^0+/, "");
  return digits.length < SHORTEST ? null : { digits, extension: extension?.replace(/\D/g, "") || null };
}

function compare(a: Phone, b: Phone): Compared {
  const told = (similarity: number, how: Compared["how"]) => whole(a.digits, b.digits, similarity, how);
  if (a.digits === b.digits) {
    if (a.extension === b.extension) return told(1, "equal");
    // Two extensions of one switchboard are two desks; a number without one may be either.
    return a.extension !== null && b.extension !== null ? told(0.5, "part") : told(0.9, "part");
  }
  const [short, long] = a.digits.length < b.digits.length ? [a.digits, b.digits] : [b.digits, a.digits];
  if (short.length >= 7 && short.length < long.length && long.endsWith(short)) return told(0.9, "part");
  // Neighbours in one office differ by a digit too: by itself it is no agreement.
  return long.length >= 8 && edits(short, long, 1) === 1 ? told(0.75, "typo") : told(0, "differs");
}

/** Phone numbers: one wrong, missing or swapped digit, a missing country or area code, an extension on one side only. */
export const phoneComparer: Comparer<Phone> = {
  prepare,
  compare,
  pieces: ({ digits }) => [digits],
  // The halves: one wrong digit leaves one of them whole.
  anchors: ({ digits }) => [`<${digits.slice(0, -4)}`, `>${digits.slice(-6)}`],
  m: 0.9,
  floor: 0.45,
};
