import { existsSync } from "node:fs";
import type { House } from "../../../core/ctx.ts";
import { openTable } from "../files/open_table.ts";
import type { RowProblem } from "../files/table.ts";
import { FileGone } from "./refusals.ts";
import { importFile, type StoredImport } from "./stored.ts";

export interface FileRow {
  /** Record number in the file; the header is 1, rows without text are not counted. */
  number: number;
  cells: string[];
}

/** Rows a chunk, and a transaction: short enough that others pass in between, long enough that its fixed cost does not count. */
export const CHUNK = 500;

/** Where the uploaded file of an import lies. Throws import_file_missing where this process does not have it. */
export function uploadedFile(house: House, id: string): string {
  const path = importFile(house, id);
  if (!existsSync(path)) throw FileGone();
  return path;
}

/** The rows of a file after the first `skip`, in chunks. */
export async function* fileRows(path: string, { file_name, options }: Pick<StoredImport, "file_name" | "options">, skip: number, problems: (found: RowProblem[]) => void): AsyncGenerator<FileRow[]> {
  const file = await openTable(path, file_name, options);
  let number = 1;
  let chunk: FileRow[] = [];
  try {
    for await (const batch of file.rows) {
      for (const cells of batch) {
        number++;
        if (number - 1 <= skip) continue;
        chunk.push({ number, cells });
        if (chunk.length < CHUNK) continue;
        yield chunk;
        chunk = [];
      }
    }
    problems(file.problems);
    if (chunk.length > 0) yield chunk;
  } finally {
    file.close();
  }
}

/** The next item is made while the last one is being worked on. */
export async function* ahead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let coming = items.next();
  try {
    for (;;) {
      const { value, done } = await coming;
      if (done) return;
      coming = items.next();
      // Reported when it is its turn.
      coming.catch(() => {});
      yield value;
    }
  } finally {
    await coming.catch(() => {});
    await items.return(undefined);
  }
}
