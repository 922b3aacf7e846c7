import { plainNumber, serialText } from "./xlsx_number.ts";
import { StringItem, unescapeText } from "./xlsx_text.ts";
import type { Workbook } from "./xlsx_workbook.ts";
import { walkXml } from "./xml.ts";
import type { Archive } from "./zip.ts";

/** Rows of one sheet, numbered from 1 as Excel does, cells as text. */
export interface SheetRow {
  number: number;
  cells: string[];
}

const SHEET_PART = 1 << 30;
/** Excel's own limit. */
const MOST_COLUMNS = 16_384;

/** Streams the rows of a sheet, a few at a time; merged cells have their text in the first cell, formulas their last value. */
export async function* readSheet(archive: Archive, path: string, workbook: Workbook): AsyncGenerator<SheetRow[]> {
  let rows: SheetRow[] = [];
  let row: SheetRow | undefined;
  let number = 0;
  let column = -1;
  let type = "n";
  let style = 0;
  let item: StringItem | undefined;
  let value = "";
  let inValue = false;

  const walk = walkXml(archive, path, SHEET_PART, {
    open(name, attributes) {
      if (name === "c") {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r, column + 1);
        type = attributes.t ?? "n";
        style = Number(attributes.s || 0);
        value = "";
      } else if (name === "v") inValue = true;
      else if (name === "is") item = new StringItem();
      else if (item) item.open(name);
      else if (name === "row") {
        number = Number(attributes.r) || number + 1;
        row = { number, cells: [] };
        column = -1;
      }
    },
    text(text) {
      if (inValue) value += text;
      else item?.write(text);
    },
    close(name) {
      if (name === "v") inValue = false;
      else if (name === "is") {
        value = item?.text ?? "";
        item = undefined;
        type = "inlineStr";
      } else if (item) item.close(name);
      else if (name === "c" && row && column < MOST_COLUMNS) setCell(row.cells, column, cellText(value, type, style, workbook));
      else if (name === "row" && row) {
        rows.push(row);
        row = undefined;
      }
    },
  });
  for await (const _ of walk) {
    if (rows.length === 0) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

function setCell(cells: string[], column: number, text: string): void {
  if (text === "") return;
  while (cells.length < column) cells.push("");
  cells[column] = text;
}

function cellText(value: string, type: string, style: number, workbook: Workbook): string {
  if (value === "") return "";
  switch (type) {
    case "s": return workbook.strings[Number(value)] ?? "";
    case "b": return value === "1" || value === "true" ? "TRUE" : "FALSE";
    case "str": case "inlineStr": return unescapeText(value);
    case "d": case "e": return value;
  }
  const kind = workbook.styles[style];
  const serial = kind === undefined ? Number.NaN : Number(value);
  return kind === undefined || Number.isNaN(serial) ? plainNumber(value) : serialText(serial, kind, workbook.from1904);
}

/** "AB12" → 27; the next column when the reference has no letters. */
function columnOf(reference: string, next: number): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column === 0 ? next : column - 1;
}
