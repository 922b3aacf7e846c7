import type { ComparerName } from "./fields.ts";

/** How common a piece of each kind is before anything is known of the base. */
const USUAL: Readonly<Record<ComparerName, number>> = { name: 1 / 300, company: 1 / 3_000, phone: 1e-6, email: 1e-6, address: 1 / 500, date: 1 / 10_000, code: 1 / 5_000, text: 1 / 500, exact: 1 / 10 };
/** The usual weighs as much as this many records seen. */
const BELIEF = 500;
/** A value that half of all records share says nothing. */
const MOST = 0.5;

export interface FrequencyData {
  size: number;
  fields: Record<string, { seen: number; counts: Record<string, number> }>;
}

/** How common values are among the records of a base, from a sample of it. */
export class Frequencies {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #seen = new Map<string, number>();
  #size = 0;

  /** Records in the whole base. */
  get size(): number {
    return this.#size;
  }

  set size(size: number) {
    this.#size = size;
  }

  /** As data to be kept; what was seen once is not told from what never was. */
  toData(): FrequencyData {
    const fields = [...this.#counts].map(([field, counts]) => [field, { seen: this.#seen.get(field) ?? 0, counts: Object.fromEntries([...counts].filter(([, count]) => count > 1)) }] as const);
    return { size: this.#size, fields: Object.fromEntries(fields) };
  }

  static from(data: FrequencyData): Frequencies {
    const frequencies = new Frequencies();
    frequencies.size = data.size;
    for (const [field, { seen, counts }] of Object.entries(data.fields)) {
      frequencies.#seen.set(field, seen);
      frequencies.#counts.set(field, new Map(Object.entries(counts)));
    }
    return frequencies;
  }

  /** Counts one record's pieces of a field. */
  count(field: string, pieces: readonly string[]): void {
    if (pieces.length === 0) return;
    let counts = this.#counts.get(field);
    if (!counts) this.#counts.set(field, (counts = new Map()));
    for (const piece of new Set(pieces)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    this.#seen.set(field, (this.#seen.get(field) ?? 0) + 1);
  }

  /** The share of records that have this piece in the field. */
  of(field: string, kind: ComparerName): (piece: string) => number {
    const counts = this.#counts.get(field);
    const seen = this.#seen.get(field) ?? 0;
    const least = 1 / (4 * Math.max(this.#size, 1_000));
    return (piece) => Math.min(MOST, Math.max(least, ((counts?.get(piece) ?? 0) + BELIEF * USUAL[kind]) / (seen + BELIEF)));
  }
}
