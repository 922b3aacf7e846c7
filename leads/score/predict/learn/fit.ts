import { cut, type Feature, placeOf, rawOf } from "./levels.ts";
import { type Design, type Fitted, fitLogistic, logOdds } from "./logistic.ts";
import { auc } from "./measures.ts";
import type { Table } from "./table.ts";

/** The levels of all rows as columns of ones, feature by feature. */
export interface Encoded {
  features: Feature[];
  /** First column of each feature. */
  offsets: number[];
  design: Design;
}

/** Cuts the wanted columns by the training rows and encodes every row of the table. */
export function encode(table: Table, training: readonly number[], wanted: (key: string) => boolean): Encoded {
  const features: Feature[] = [];
  const from = table.columns.filter((column) => {
    if (!wanted(column.source.key)) return false;
    const feature = cut(column, training, table.outcome);
    if (feature) features.push(feature);
    return feature !== null;
  });
  const offsets: number[] = [];
  let columns = 0;
  for (const feature of features) {
    offsets.push(columns);
    columns += feature.levels.length;
  }
  const width = features.length;
  const places = new Int32Array(table.rows * width);
  features.forEach((feature, f) => {
    const place = placeOf(feature);
    const column = from[f] as (typeof from)[number];
    const offset = offsets[f] as number;
    for (let row = 0; row < table.rows; row++) {
      const level = place(rawOf(column, row));
      places[row * width + f] = level < 0 ? -1 : offset + level;
    }
  });
  return { features, offsets, design: { places, width, columns } };
}

export const PENALTIES = [1, 3, 10, 30, 100];

/** The fit whose log loss on `validation` is least, and its penalty. */
export function fitBest(design: Design, outcome: readonly number[], training: readonly number[], validation: readonly number[], tick: () => void): { fitted: Fitted; penalty: number } {
  let best: { fitted: Fitted; penalty: number; loss: number } | null = null;
  let fitted: Fitted | undefined;
  // From the smoothest on: each fit starts where the one before ended.
  for (const penalty of [...PENALTIES].reverse()) {
    fitted = fitLogistic(design, outcome, training, penalty, fitted);
    const loss = lossOn(design, fitted, outcome, validation);
    if (!best || loss < best.loss) best = { fitted, penalty, loss };
    tick();
  }
  return best as { fitted: Fitted; penalty: number };
}

function lossOn(design: Design, fitted: Fitted, outcome: readonly number[], rows: readonly number[]): number {
  let sum = 0;
  for (const row of rows) {
    const x = logOdds(design, fitted, row);
    sum += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - (outcome[row] as number) * x;
  }
  return sum;
}

/** AUC of some columns together, fitted on every other row and measured on the rest. */
export function alone(table: Table, rows: readonly number[], keys: ReadonlySet<string>): number {
  const training = rows.filter((_, i) => i % 2 === 0);
  const rest = rows.filter((_, i) => i % 2 === 1);
  const { design } = encode(table, training, (key) => keys.has(key));
  const fitted = fitLogistic(design, table.outcome, training, 10);
  return auc(rest.map((row) => logOdds(design, fitted, row)), rest.map((row) => table.outcome[row] as number)) ?? 0.5;
}
