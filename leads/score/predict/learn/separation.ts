import { auc } from "./measures.ts";
import { type Column, given } from "./table.ts";

/** How one column alone goes with the outcome. */
export interface Separation {
  /** AUC of the column alone, each row judged by the other rows. */
  auc: number;
  /** Share of rows in levels where next to nobody, and where next to everybody, converted. */
  never: number;
  always: number;
  /** Share that has a value, among the converted and among the lost. */
  filled_converted: number;
  filled_lost: number;
}

const FOLDS = 5;
const BINS = 40;
/** Weight of the average in the rate of a small level. */
const PRIOR_ROWS = 10;
/** A level is as good as decided when its conversion lies so close to nobody or everybody, relative to the average. */
const DECIDED = 0.15;

/**
 * Measures how far a column alone separates the outcomes. Every value is its own level (numbers: 40 ranges of equal size), judged
 * out of fold, so that a column of identifiers does not look as if it knew the answer.
 */
export function separationOf(column: Column, rows: readonly number[], outcome: readonly number[]): Separation {
  const levels = levelsOf(column, rows);
  const base = rows.reduce((sum, row) => sum + (outcome[row] as number), 0) / Math.max(1, rows.length);
  const many = Math.max(0, ...levels) + 1;
  const counts = Array.from({ length: FOLDS }, () => ({ rows: new Float64Array(many), converted: new Float64Array(many) }));
  const total = { rows: new Float64Array(many), converted: new Float64Array(many) };
  rows.forEach((row, i) => {
    const level = levels[i] as number;
    for (const part of [counts[i % FOLDS] as (typeof counts)[number], total]) {
      part.rows[level]! += 1;
      part.converted[level]! += outcome[row] as number;
    }
  });
  const predicted = rows.map((_, i) => {
    const level = levels[i] as number;
    const own = counts[i % FOLDS] as (typeof counts)[number];
    return ((total.converted[level] as number) - (own.converted[level] as number) + PRIOR_ROWS * base) / ((total.rows[level] as number) - (own.rows[level] as number) + PRIOR_ROWS);
  });
  const area = auc(predicted, rows.map((row) => outcome[row] as number)) ?? 0.5;
  const filled = (wanted: number) => {
    const of = rows.filter((row) => outcome[row] === wanted);
    return of.length === 0 ? 0 : of.filter((row) => given(column, row)).length / of.length;
  };
  return { auc: area, ...decided(total, rows.length, base), filled_converted: filled(1), filled_lost: filled(0) };
}

/** The largest sets of levels, taken from the lowest and from the highest rate on, whose pooled conversion is as good as nobody or everybody. */
function decided(total: { rows: Float64Array; converted: Float64Array }, all: number, base: number): { never: number; always: number } {
  const order = [...total.rows.keys()].filter((level) => (total.rows[level] as number) > 0).sort((a, b) => (total.converted[a] as number) / (total.rows[a] as number) - (total.converted[b] as number) / (total.rows[b] as number) || (total.rows[b] as number) - (total.rows[a] as number));
  const largest = (levels: readonly number[], hits: (level: number) => number, limit: number): number => {
    let [rows, found, best] = [0, 0, 0];
    for (const level of levels) {
      // Values that hardly repeat say nothing of the value.
      if ((total.rows[level] as number) < 5) continue;
      rows += total.rows[level] as number;
      found += hits(level);
      if (upperBound(found, rows) < limit) best = rows;
    }
    return best / Math.max(1, all);
  };
  return {
    never: largest(order, (level) => total.converted[level] as number, base * DECIDED),
    always: largest([...order].reverse(), (level) => (total.rows[level] as number) - (total.converted[level] as number), (1 - base) * DECIDED),
  };
}

/** Upper end of Wilson's 95 % interval of a share (Wilson, JASA 1927). */
export function upperBound(hits: number, of: number): number {
  const z = 1.96;
  const p = hits / of;
  return (p + (z * z) / (2 * of) + z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of);
}

function levelsOf(column: Column, rows: readonly number[]): number[] {
  if (column.source.kind === "level") return rows.map((row) => (column.values[row] as number) + 1);
  const sorted = Float64Array.from(rows.map((row) => column.values[row] as number).filter((value) => !Number.isNaN(value))).sort();
  const edges = [...new Set(Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor((sorted.length * (i + 1)) / BINS)] as number))];
  return rows.map((row) => {
    const value = column.values[row] as number;
    if (Number.isNaN(value)) return 0;
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((edges[middle] as number) <= value) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  });
}
