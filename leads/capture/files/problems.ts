import { stringify } from "csv-stringify/sync";
import type { Locale } from "../../../core/ctx.ts";
import type { Text } from "../../../core/refusal.ts";

export interface ProblemRow {
  /** Record number in the file; the header is 1. */
  row: number;
  cells: string[];
  reasons: Text[];
}

const NUMBER_TITLE: Text = { zh: "行号", en: "Row" };
const REASON_TITLE: Text = { zh: "问题", en: "Problem" };

/** The head of the file of problem rows: byte order mark, so that Excel reads it as UTF-8, and the column names. */
export function problemsHeader(columns: string[], locale: Locale): string {
  return `\ufeff${lines([[titleOf(NUMBER_TITLE, locale), ...columns, titleOf(REASON_TITLE, locale)]])}`;
}

/** Problem rows as CSV: the original cells and the reasons, to be corrected and imported again. */
export function problemsCsv(rows: ProblemRow[], width: number, locale: Locale): string {
  return lines(rows.map(({ row, cells, reasons }) => [
    String(row),
    ...Array.from({ length: width }, (_, i) => cells[i] ?? ""),
    reasons.map((reason) => titleOf(reason, locale)).join(locale === "en" ? "; " : "；"),
  ]));
}

/**
 * A cell that a spreadsheet would run as a formula gets an apostrophe in front: = + - @, tab and carriage return
 * (OWASP, CSV injection).
 */
export function safeCell(cell: string): string {
  return /^[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}

function lines(rows: string[][]): string {
  return stringify(rows.map((row) => row.map(safeCell)), { record_delimiter: "\r\n" });
}

function titleOf(text: Text, locale: Locale): string {
  return locale === "en" ? text.en : text.zh;
}
