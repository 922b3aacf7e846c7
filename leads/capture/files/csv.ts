import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import iconv from "iconv-lite";
import { uniqueColumns } from "./columns.ts";
import { CsvRecords, detectSeparator, type CsvRecord } from "./csv_records.ts";
import { detectEncoding } from "./encoding.ts";
import type { RowProblem, Table, TableOptions } from "./table.ts";
import { FileUnreadable, WHY_UNREADABLE } from "./unreadable.ts";

const BLOCK = 1 << 18;
const BATCH = 1000;
const MOST_PROBLEMS = 1000;

/** Opens a text table of any usual encoding and separator; see `openTable`. */
export async function openCsv(path: string, fileName: string, options: TableOptions): Promise<Table> {
  const { head, size } = await readHead(path);
  const encoding = options.encoding ?? (await detectEncoding(path, head));
  if (encoding === undefined) throw FileUnreadable({ ...WHY_UNREADABLE.binary, file: fileName });
  if (!iconv.encodingExists(encoding)) throw FileUnreadable({ ...WHY_UNREADABLE.encoding, file: fileName });

  const complete = size <= head.length;
  let sample = iconv.decode(head, encoding);
  if (/^\s*(?:<!doctype html|<html|<\?xml|<table)/i.test(sample)) throw FileUnreadable({ ...WHY_UNREADABLE.web_page, file: fileName });
  if (/^(?:%PDF-|\x89PNG|GIF8)/.test(head.toString("latin1", 0, 8))) throw FileUnreadable({ ...WHY_UNREADABLE.binary, file: fileName });
  const hint = /^sep=(.)\r?\n/i.exec(sample);
  if (hint) sample = sample.slice(hint[0].length);
  const newline = sample.includes("\n") || !sample.includes("\r") ? "\n" : "\r";
  const separator = options.separator ?? hint?.[1] ?? detectSeparator(sample, newline, complete);
  const inner = innerSeparator(sample, separator, newline, complete);

  const stream = createReadStream(path, { highWaterMark: BLOCK });
  const problems: RowProblem[] = [];
  const records = readRecords(stream, encoding, new CsvRecords(separator, newline), hint?.[0].length ?? 0, inner);
  const first = await firstRecord(records);
  const columns = uniqueColumns(first.record?.cells ?? []);
  return {
    format: "csv", encoding, separator: inner ?? separator, columns, problems,
    rows: batches(records, first, columns.length, problems, stream),
    estimatedRows: estimate(sample, head.length, size, newline),
    close: () => void stream.destroy(),
  };
}

async function readHead(path: string): Promise<{ head: Buffer; size: number }> {
  const { size } = await stat(path);
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BLOCK), 0, BLOCK, 0);
    return { head: buffer.subarray(0, bytesRead), size };
  } finally {
    await file.close();
  }
}

/** Some exports quote every line as a whole, quotes doubled: the separator inside, when that is so. */
function innerSeparator(sample: string, separator: string, newline: "\n" | "\r", complete: boolean): string | undefined {
  const records = new CsvRecords(separator, newline).take(sample, complete).slice(0, 20);
  const lines = records.map(({ cells }) => cells[0] ?? "");
  if (records.length === 0 || records.some(({ cells }) => cells.length !== 1) || !lines[0]?.startsWith('"')) return undefined;
  const found = detectSeparator(lines.join("\n"), "\n", true);
  return lines[0].includes(found) ? found : undefined;
}

async function* readRecords(stream: AsyncIterable<Buffer>, encoding: string, records: CsvRecords, skip: number, inner: string | undefined): AsyncGenerator<CsvRecord[]> {
  const decoder = iconv.getDecoder(encoding);
  const unwrap = (found: CsvRecord[]) => (inner === undefined ? found : found.map((record) => unwrapped(record, inner)));
  let start = true;
  for await (const block of stream) {
    const text = decoder.write(block);
    yield unwrap(records.take(start ? text.slice(skip) : text, false));
    start = false;
  }
  yield unwrap(records.take(decoder.end() ?? "", true));
}

function unwrapped(record: CsvRecord, inner: string): CsvRecord {
  if (record.cells.length !== 1) return { ...record, broken: true };
  const read = new CsvRecords(inner, "\n").take(record.cells[0] as string, true)[0];
  return read ? { cells: read.cells, broken: read.broken || record.broken } : record;
}

interface First {
  record?: CsvRecord;
  rest: CsvRecord[];
  /** Number of the first record in `rest`. */
  number: number;
}

async function firstRecord(records: AsyncGenerator<CsvRecord[]>): Promise<First> {
  let number = 1;
  for (;;) {
    const { value, done } = await records.next();
    if (done) return { rest: [], number };
    const at = value.findIndex(hasText);
    if (at >= 0) return { record: value[at] as CsvRecord, rest: value.slice(at + 1), number: number + at + 1 };
    number += value.length;
  }
}

async function* batches(records: AsyncGenerator<CsvRecord[]>, first: First, width: number, problems: RowProblem[], stream: { destroy(): void }): AsyncGenerator<string[][]> {
  let number = first.number;
  let batch: string[][] = [];
  try {
    for (let block: CsvRecord[] | undefined = first.rest; block !== undefined; block = await nextBlock(records)) {
      for (const record of block) {
        if (hasText(record)) {
          noteProblems(record, number, width, problems);
          const { cells } = record;
          while (cells.length < width) cells.push("");
          batch.push(cells);
        }
        number++;
        if (batch.length === BATCH) {
          yield batch;
          batch = [];
        }
      }
    }
    if (batch.length > 0) yield batch;
  } finally {
    stream.destroy();
  }
}

async function nextBlock(records: AsyncGenerator<CsvRecord[]>): Promise<CsvRecord[] | undefined> {
  const { value, done } = await records.next();
  return done ? undefined : value;
}

function hasText({ cells }: CsvRecord): boolean {
  return cells.some((cell) => cell !== "" && cell.trim() !== "");
}

function noteProblems(record: CsvRecord, row: number, width: number, problems: RowProblem[]): void {
  if (problems.length >= MOST_PROBLEMS) return;
  if (record.broken) problems.push({ row, code: "broken_quotes", facts: {} });
  if (record.cells.length > width && record.cells.slice(width).some((cell) => cell.trim() !== "")) problems.push({ row, code: "too_many_cells", facts: { cells: record.cells.length, columns: width } });
}

function estimate(sample: string, sampleBytes: number, size: number, newline: string): number {
  const lines = sample.split(newline).length - (sample.endsWith(newline) ? 1 : 0);
  return Math.max(0, Math.round((lines * size) / Math.max(1, sampleBytes)) - 1);
}
