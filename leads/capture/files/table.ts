import { open } from "node:fs/promises";
import { openCsv } from "./csv.ts";
import { FileUnreadable, WHY_UNREADABLE } from "./unreadable.ts";
import { openXlsx } from "./xlsx.ts";

export interface RowProblem {
  /** Record number in the file; the header is 1. */
  row: number;
  code: "broken_quotes" | "too_many_cells" | "replaced_characters";
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

const ZIP = Buffer.from("PK\u0003\u0004");
const OLE = Buffer.from("d0cf11e0a1b11ae1", "hex");
const ENCRYPTED = Buffer.from("EncryptedPackage", "utf16le");

/**
 * Opens a CSV or xlsx file as a stream of rows of text. The content decides what it is, never the name.
 * Throws file_unreadable with the reason for anything else: old .xls, passwords, web pages, damaged archives.
 */
export async function openTable(path: string, fileName: string, options: TableOptions = {}): Promise<Table> {
  const head = await readHead(path);
  if (head.length === 0) throw FileUnreadable({ ...WHY_UNREADABLE.empty, file: fileName });
  if (head.subarray(0, 2).equals(ZIP.subarray(0, 2)) && head.length > 3 && head[2] as number < 9) return openXlsx(path, fileName, options);
  if (head.subarray(0, 8).equals(OLE)) throw FileUnreadable({ ...(await isEncrypted(path, head) ? WHY_UNREADABLE.password : WHY_UNREADABLE.old_xls), file: fileName });
  return openCsv(path, fileName, options);
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65536), 0, 65536, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The directory of an OLE file, which names its parts, may lie anywhere: the head and the tail are looked at. */
async function isEncrypted(path: string, head: Buffer): Promise<boolean> {
  if (head.includes(ENCRYPTED)) return true;
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(65536), 0, 65536, Math.max(0, size - 65536));
    return buffer.includes(ENCRYPTED);
  } finally {
    await file.close();
  }
}
