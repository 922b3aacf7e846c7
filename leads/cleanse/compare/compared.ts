/** How two values agree; the reader is told by it. */
export type How = "equal" | "sounds" | "swapped" | "nickname" | "part" | "typo" | "similar" | "differs";

/** One piece of a value that agrees or not by itself: a surname, a street. `a` and `b` are as they are counted. */
export interface Part {
  a: string;
  b: string;
  /** 0 … 1 */
  similarity: number;
}

export interface Compared {
  /** 0 … 1, of the whole value. */
  similarity: number;
  how: How;
  parts: readonly Part[];
}

/**
 * Compares values of one kind. `prepare` is done once a record, `compare` once a pair. What is missing is no evidence:
 * `prepare` gives null, and nothing is compared.
 */
export interface Comparer<P = unknown> {
  prepare(value: unknown): P | null;
  /** Null when the two say nothing about each other. */
  compare(a: P, b: P): Compared | null;
  /** The pieces whose frequency tells how much an agreement says. */
  pieces(prepared: P): readonly string[];
  /** Blocking tokens: short, stable against typos in other places of the value. */
  anchors(prepared: P): readonly string[];
  /** Probability that a piece agrees when the two records are one person. */
  m: number;
  /** Similarity from which on a piece is more than a disagreement. */
  floor: number;
}

/** One piece compared as a whole. */
export function whole(a: string, b: string, similarity: number, how: How): Compared {
  return { similarity, how: similarity === 0 ? "differs" : how, parts: [{ a, b, similarity }] };
}
