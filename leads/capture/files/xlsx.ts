import { uniqueColumns } from "./columns.ts";
import type { RowProblem, Table, TableOptions } from "./table.ts";
import { FileUnreadable, WHY_UNREADABLE } from "./unreadable.ts";
import { readSheet, type SheetRow } from "./xlsx_sheet.ts";
import { readWorkbook, type Workbook } from "./xlsx_workbook.ts";
import { openArchive, type Archive } from "./zip.ts";

const BATCH = 1000;
const MOST_PROBLEMS = 1000;

/** Opens an Excel workbook (.xlsx, .xlsm); see `openTable`. Only the shared strings are held in memory. */
export async function openXlsx(path: string, fileName: string, options: TableOptions): Promise<Table> {
  const archive = await openArchive(path, fileName);
  try {
    const workbook = await readWorkbook(archive);
    const { sheet, rows, first } = await chooseSheet(archive, workbook, options.sheet);
    const columns = uniqueColumns(first?.cells ?? []);
    const problems: RowProblem[] = [];
    return {
      format: "xlsx", sheets: workbook.sheets.map(({ name }) => name), columns, problems,
      rows: batches(rows, columns.length, problems, archive),
      // A cell takes about 35 bytes of XML; the stated range of a sheet is often wrong.
      estimatedRows: Math.max(0, Math.round(archive.size(sheet.path) / (60 + 35 * Math.max(1, columns.length))) - 1),
      close: () => archive.close(),
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

async function chooseSheet(archive: Archive, workbook: Workbook, wanted: string | undefined) {
  const candidates = workbook.sheets.filter(({ name, path }) => (wanted === undefined || name === wanted) && archive.has(path));
  for (const sheet of candidates) {
    const rows = rowsWithText(readSheet(archive, sheet.path, workbook));
    const { value } = await rows.next();
    if (value || wanted !== undefined || sheet === candidates.at(-1)) return { sheet, rows, first: value as SheetRow | undefined };
  }
  throw FileUnreadable({ ...WHY_UNREADABLE.no_sheet, file: archive.fileName });
}

async function* rowsWithText(blocks: AsyncGenerator<SheetRow[]>): AsyncGenerator<SheetRow> {
  for await (const block of blocks) for (const row of block) if (row.cells.some((cell) => cell.trim() !== "")) yield row;
}

async function* batches(rows: AsyncGenerator<SheetRow>, width: number, problems: RowProblem[], archive: Archive): AsyncGenerator<string[][]> {
  let batch: string[][] = [];
  try {
    for await (const { number, cells } of rows) {
      if (cells.length > width && problems.length < MOST_PROBLEMS) problems.push({ row: number, code: "too_many_cells", facts: { cells: cells.length, columns: width } });
      while (cells.length < width) cells.push("");
      batch.push(cells);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } finally {
    archive.close();
  }
}
