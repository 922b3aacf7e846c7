import Papa from "papaparse";

export interface CsvRecord {
  cells: string[];
  /** Its quotes did not pair up; the cells are the best reading. */
  broken: boolean;
}

/** A cell longer than this with an open quote is a forgotten quote, not a text. */
const LONGEST_CELL = 200_000;
const NO_QUOTE = "\u0000";

/**
 * Splits decoded CSV text into records, block by block. Where quotes do not pair up and would swallow the following
 * lines, the line is read without quotes and the rest goes on as if nothing had happened.
 */
export class CsvRecords {
  readonly #separator: string;
  readonly #newline: "\n" | "\r";
  #pending = "";

  constructor(separator: string, newline: "\n" | "\r") {
    this.#separator = separator;
    this.#newline = newline;
  }

  /** The records completed by this text; `last` when no more follows. */
  take(text: string, last: boolean): CsvRecord[] {
    const input = this.#pending + text;
    const parsed = this.#parse(input, !last);
    if (parsed.errors.length === 0) {
      this.#pending = last ? "" : input.slice(parsed.meta.cursor);
      if (this.#pending.length <= LONGEST_CELL) return parsed.data.map((cells) => ({ cells: this.#finish(cells), broken: false }));
    }
    return this.#oneByOne(input, last);
  }

  #oneByOne(input: string, last: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let rest = input;
    while (rest !== "") {
      const { data, errors, meta } = this.#parse(rest, !last, 1);
      const cells = data[0];
      if (cells === undefined && rest.length <= LONGEST_CELL && !last) break;
      const swallowed = cells === undefined || (errors.length > 0 && cells.some((cell) => cell.includes(this.#newline)));
      if (swallowed) {
        const end = rest.indexOf(this.#newline);
        const line = end < 0 ? rest : rest.slice(0, end);
        records.push({ cells: this.#finish(this.#parse(line, false, 1, NO_QUOTE).data[0] ?? [line]), broken: true });
        rest = end < 0 ? "" : rest.slice(end + 1);
      } else {
        records.push({ cells: this.#finish(cells), broken: errors.length > 0 });
        if (meta.cursor === 0) break;
        rest = rest.slice(meta.cursor);
      }
    }
    this.#pending = rest;
    return records;
  }

  #parse(input: string, ignoreLast: boolean, preview = 0, quoteChar = '"'): Papa.ParseResult<string[]> {
    return new Papa.Parser({ delimiter: this.#separator, newline: this.#newline, quoteChar, preview, fastMode: preview > 0 ? false : undefined }).parse(input, 0, ignoreLast) as Papa.ParseResult<string[]>;
  }

  /** Lines are split at \n, so that files with both line ends read well; the \r before it belongs to the line end. */
  #finish(cells: string[]): string[] {
    const end = cells.length - 1;
    const cell = cells[end];
    if (cell !== undefined && this.#newline === "\n" && cell.endsWith("\r")) cells[end] = cell.slice(0, -1);
    return cells;
  }
}

const SEPARATORS = [",", ";", "\t", "|"] as const;

/** The separator by which most records of a sample are as wide as its first one; a comma when none splits it. */
export function detectSeparator(sample: string, newline: "\n" | "\r", complete: boolean): string {
  let best: { separator: string; score: number } = { separator: ",", score: 0 };
  for (const separator of SEPARATORS) {
    const records = new CsvRecords(separator, newline).take(sample, complete).filter(({ cells }) => cells.some((cell) => cell !== "")).slice(0, 100);
    const width = records[0]?.cells.length ?? 0;
    if (width < 2) continue;
    const alike = records.filter(({ cells }) => cells.length === width).length / records.length;
    const score = alike * Math.min(width, 6);
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}
