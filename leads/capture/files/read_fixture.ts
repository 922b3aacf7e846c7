import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTable } from "./open_table.ts";
import type { Table, TableOptions } from "./table.ts";

/** Reads a whole table for tests, from a path or from bytes. */
export async function readTable(file: string | Buffer, options?: TableOptions): Promise<Table & { all: string[][] }> {
  let path = file as string;
  if (typeof file !== "string") {
    path = join(mkdtempSync(join(tmpdir(), "clew-table-")), "table");
    writeFileSync(path, file);
  }
  const table = await openTable(path, "线索.csv", options);
  const all: string[][] = [];
  for await (const batch of table.rows) {
    if (batch.length > 1000) throw new Error("a batch has more than 1,000 rows");
    all.push(...batch);
  }
  return { ...table, all };
}
