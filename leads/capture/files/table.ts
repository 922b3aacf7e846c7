export interface RowProblem {
  /** Record number in the file; the header is 1. */
  row: number;
  code: "broken_quotes" | "too_many_cells";
  facts: Record<string, unknown>;
}

export interface Table {
  format: "csv" | "xlsx";
  encoding?: string;
  separator?: string;
  /** Names of all visible sheets. */
  sheets?: string[];
  /** Never empty, never twice the same: a column without header is "#3". */
  columns: string[];
  /** Batches of at most 1,000 rows, at least as wide as the columns; rows without any text are left out. Readable once. */
  rows: AsyncIterable<string[][]>;
  /** By size; exact only by reading. */
  estimatedRows: number;
  /** Filled while reading, the first thousand. */
  problems: RowProblem[];
  /** Frees the file when not all rows were read; reading to the end does it too. */
  close(): void;
}

export interface TableOptions {
  /** Overrides detection: any encoding name, e.g. "gbk". */
  encoding?: string;
  separator?: string;
  /** Sheet by name; by default the first visible one that has rows. */
  sheet?: string;
}
