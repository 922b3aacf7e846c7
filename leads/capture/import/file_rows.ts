import { existsSync } from "node:fs";
import type { Ctx } from "../../../core/ctx.ts";
import { openTable } from "../files/open_table.ts";
import type { RowProblem } from "../files/table.ts";
import { FileGone } from "./refusals.ts";
import { importFile, type StoredImport } from "./stored.ts";

export interface FileRow {
  /** Record number in the file; the header is 1, rows without text are not counted. */
  number: number;
  cells: string[];
}

/** The rows of an uploaded file after the first `skip`, in chunks. Throws import_file_missing where this process does not have it. */
export async function* fileRows(ctx: Ctx, stored: StoredImport, skip: number, size: number, problems: (found: RowProblem[]) => void): AsyncGenerator<FileRow[]> {
  const path = importFile(ctx.house, stored.id);
  if (!existsSync(path)) throw FileGone();
  const file = await openTable(path, stored.file_name, stored.options);
  let number = 1;
  let chunk: FileRow[] = [];
  try {
    for await (const batch of file.rows) {
      for (const cells of batch) {
        number++;
        if (number - 1 <= skip) continue;
        chunk.push({ number, cells });
        if (chunk.length < size) continue;
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
