import type { Comparer, Part } from "./compared.ts";

/**
 * How much one compared piece says, in bits: log2(m/u) when it agrees, log2((1−m)/(1−u)) when it does not (I. Fellegi, A. Sunter,
 * A Theory for Record Linkage, JASA 64, 1969). m: the piece agrees in records of one person; u: it agrees by chance, which is how
 * common its value is (so a rare surname says more; Newcombe et al., Science 130, 1959). In between the weight goes in a straight line
 * from the comparer's floor (W. Winkler, String Comparator Metrics and Enhanced Decision Rules, 1990).
 */
export function bitsOf(part: Part, comparer: Pick<Comparer, "m" | "floor">, frequency: (piece: string) => number): number {
  const { m, floor } = comparer;
  const u = part.a === part.b ? frequency(part.a) : Math.max(frequency(part.a), frequency(part.b));
  const disagrees = Math.log2((1 - m) / (1 - u));
  if (part.similarity <= floor) return disagrees;
  return disagrees + (Math.log2(m / u) - disagrees) * ((part.similarity - floor) / (1 - floor));
}

/** What a further piece of evidence of the same kind adds: who shares a street mostly shares the city. */
const OVERLAP = 0.4;

/** Evidence that overlaps: the strongest for and the strongest against count whole, the rest in part. */
export function overlapping(bits: readonly number[]): number {
  let most = 0;
  let least = 0;
  let sum = 0;
  for (const each of bits) {
    sum += each;
    if (each > most) most = each;
    if (each < least) least = each;
  }
  return most + least + OVERLAP * (sum - most - least);
}

/** Smallest base that is believed to say how common a match is. */
const LEAST_BASE = 1_000;

/**
 * The probability that two records are one person, from the bits of their evidence. Before any evidence a record has half a duplicate
 * among all others of the base: odds of 1 : 2 × size.
 */
export function probability(bits: number, size: number): number {
  return 1 / (1 + 2 ** (Math.log2(2 * Math.max(size, LEAST_BASE)) - bits));
}
