import type { Text } from "../../../../core/refusal.ts";

/** One thing known of every row at the time of arrival. Plain data, so that it travels to a worker. */
export interface Source {
  key: string;
  /** The field it comes from; null for what is derived (hour of arrival). */
  field: string | null;
  label: Text;
  kind: "level" | "number";
  /** Names of its values where the value is a code. */
  names?: Record<string, Text>;
}

export type Raw = string | number | null;

/** Values of one source for all rows: codes into a dictionary (-1: nothing), or numbers (NaN: nothing). */
export interface Column {
  source: Source;
  values: number[];
  dictionary: string[];
}

/** What is learned from: a column a source, and for each row the outcome, when it came and the points of the rules. */
export class Table {
  readonly columns: Column[];
  /** 1 converted, 0 lost. */
  readonly outcome: number[] = [];
  /** Milliseconds of arrival: the order of the split. */
  readonly at: number[] = [];
  /** Rule score at arrival; NaN where there is none. */
  readonly score: number[] = [];
  readonly #codes: Map<string, number>[];

  constructor(sources: readonly Source[]) {
    this.columns = sources.map((source) => ({ source, values: [], dictionary: [] }));
    this.#codes = sources.map(() => new Map());
  }

  get rows(): number {
    return this.outcome.length;
  }

  add(values: readonly Raw[], outcome: boolean, at: number, score: number | null = null): void {
    this.columns.forEach((column, c) => column.values.push(this.#read(column, c, values[c] ?? null)));
    this.outcome.push(outcome ? 1 : 0);
    this.at.push(at);
    this.score.push(score ?? Number.NaN);
  }

  /** Row numbers from the oldest to the newest; rows of one moment keep their order. */
  inOrder(): number[] {
    return Array.from({ length: this.rows }, (_, i) => i).sort((a, b) => (this.at[a] as number) - (this.at[b] as number) || a - b);
  }

  #read(column: Column, c: number, value: Raw): number {
    if (column.source.kind === "number") return typeof value === "number" ? value : Number.NaN;
    if (value === null) return -1;
    const text = String(value);
    const codes = this.#codes[c] as Map<string, number>;
    let code = codes.get(text);
    if (code === undefined) codes.set(text, (code = column.dictionary.push(text) - 1));
    return code;
  }
}

/** Whether a row has a value in a column. */
export const given = (column: Column, row: number): boolean => {
  const value = column.values[row] as number;
  return column.source.kind === "number" ? !Number.isNaN(value) : value >= 0;
};
