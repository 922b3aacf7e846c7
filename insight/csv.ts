import type { Locale } from "../core/ctx.ts";
import type { Text } from "../core/refusal.ts";
import type { Column, ReportAnswer } from "./shapes.ts";

const MINUTES: Text = { zh: "分钟", en: "minutes" };

/** A spreadsheet program reads text that begins like this as a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** One field of a CSV line (RFC 4180); text can never become a formula, numbers stay numbers. */
export function csvField(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(Math.round(value * 10_000) / 10_000);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A report as CSV for spreadsheet programs: UTF-8 with byte order mark, one block a section, titles in the reader's language. */
export function reportCsv(report: ReportAnswer, locale: Locale): string {
  const say = (text: Text) => (locale === "en" ? text.en : text.zh);
  const title = (c: Column) => (c.kind === "minutes" ? `${say(c.title)} (${say(MINUTES)})` : say(c.title));
  const line = (fields: readonly (string | number | null)[]) => `${fields.map(csvField).join(",")}\r\n`;
  const blocks = report.sections.map((section) => [
    line([say(section.title), ...section.columns.map(title)]),
    ...section.rows.map((row) => line([say(row.title), ...section.columns.map((c) => row.cells[c.key]?.value ?? null)])),
  ].join(""));
  return `\ufeff${blocks.join("\r\n")}`;
}
