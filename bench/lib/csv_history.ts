import { createReadStream } from "node:fs";
import Papa from "papaparse";
import { Table, type Raw, type Source } from "../../leads/score/predict/learn/table.ts";

const MISSING = new Set(["", "na", "n/a", "nan", "null", "none", "select", "?"]);
const POSITIVE = new Set(["1", "yes", "y", "true", "won", "converted", "是"]);

export type CsvRow = Record<string, string>;

/** A delimited file with a header, the delimiter found by itself. */
export function readCsv(path: string): Promise<CsvRow[]> {
  return new Promise((resolve, reject) => {
    const rows: CsvRow[] = [];
    Papa.parse<CsvRow>(createReadStream(path), { header: true, skipEmptyLines: true, step: ({ data }) => void rows.push(data), complete: () => resolve(rows), error: reject });
  });
}

export interface Asked {
  target: string;
  positive?: string | undefined;
  time?: string | undefined;
}

export interface History {
  table: Table;
  /** Row numbers, oldest first; and how that order was found. */
  order: number[];
  split: string;
}

/** A file as a history to learn from: columns that are numbers nearly throughout are numbers, the others are levels. */
export function historyOf(rows: readonly CsvRow[], { target, positive, time }: Asked, seed = 7): History {
  const first = rows[0];
  if (!first || !(target in first)) throw new Error(`the file has no column "${target}"; it has: ${Object.keys(first ?? {}).join(", ")}`);
  if (time !== undefined && !(time in first)) throw new Error(`the file has no column "${time}"`);
  const keys = Object.keys(first).filter((key) => key !== target && key !== time);
  const sources = keys.map((key): Source => ({ key, field: key, label: { zh: key, en: key }, kind: isNumeric(rows, key) ? "number" : "level" }));
  const table = new Table(sources);
  const won = (value: string) => (positive === undefined ? POSITIVE.has(value.trim().toLowerCase()) : value.trim() === positive);
  rows.forEach((row, i) => table.add(sources.map((source) => valueOf(row[source.key], source)), won(row[target] ?? ""), time === undefined ? i : moment(row[time] ?? "", i)));
  if (!table.outcome.includes(1)) throw new Error(`no row of "${target}" is ${positive ?? "1, yes, true, won or converted"}; name the value with --positive`);
  if (time !== undefined) return { table, order: table.inOrder(), split: `by time (${time}): the oldest 80 % teach, the newest 20 % judge` };
  const drift = Math.abs(half(table.outcome, 0) - half(table.outcome, 1));
  const average = half(table.outcome, 0) / 2 + half(table.outcome, 1) / 2;
  const byChance = 3 * Math.sqrt((4 * average * (1 - average)) / rows.length);
  // A file in order of time changes from its first half to its second; a shuffled one does not, and row order is then as good as chance.
  if (drift > Math.max(0.02, byChance)) return { table, order: shuffled(rows.length, seed), split: `at random with seed ${seed} (the file is sorted by something: its halves convert ${(drift * 100).toFixed(1)} points apart; give --time if it has one)` };
  return { table, order: table.inOrder(), split: "by the order of rows: the first 80 % teach, the last 20 % judge" };
}

const half = (outcome: readonly number[], which: 0 | 1): number => {
  const middle = Math.floor(outcome.length / 2);
  const part = which === 0 ? outcome.slice(0, middle) : outcome.slice(middle);
  return part.reduce((sum, y) => sum + y, 0) / Math.max(1, part.length);
};

function isNumeric(rows: readonly CsvRow[], key: string): boolean {
  const given = rows.map((row) => row[key] ?? "").filter((value) => !MISSING.has(value.trim().toLowerCase()));
  return given.length > 0 && given.filter((value) => Number.isFinite(Number(value))).length >= given.length * 0.98;
}

function valueOf(value: string | undefined, source: Source): Raw {
  const text = (value ?? "").trim();
  if (MISSING.has(text.toLowerCase())) return null;
  if (source.kind === "level") return text;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** ISO dates, and day-month-year as spreadsheets write it. */
function moment(value: string, row: number): number {
  const european = /^(\d{1,2})-(\d{1,2})-(\d{4})(?: (\d{1,2}):(\d\d))?$/.exec(value.trim());
  const at = european ? Date.UTC(Number(european[3]), Number(european[2]) - 1, Number(european[1]), Number(european[4] ?? 0), Number(european[5] ?? 0)) : Number.isFinite(Number(value)) && value.trim() !== "" ? Number(value) : Date.parse(value);
  return Number.isNaN(at) ? row : at;
}

/** Rows in an order that is random and always the same. */
function shuffled(length: number, seed: number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  let state = seed;
  for (let i = length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((state / 4_294_967_296) * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
