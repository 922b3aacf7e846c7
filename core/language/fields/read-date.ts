import { cleanLine } from "../text.ts";
import { DEFAULT_TIME_ZONE, localDate, wallToInstant } from "../zone.ts";

const DATE = /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))/;
const TIME = /^(?:\s*T?\s*)(\d{1,2})(?::|时|点)(\d{1,2})(?:(?::|分)(?:(\d{1,2})(?:[.,](\d{1,9}))?)?秒?)?分?\s*(z|utc|[+-]\d{2}(?::?\d{2})?)?$/i;

/** A written date or date with time: the wall clock as if it were UTC, and the offset where one was written. */
interface Written {
  date: string;
  /** Milliseconds after midnight; null when only a date was written. */
  time: number | null;
  /** Offset from UTC in milliseconds; null when none was written. */
  offset: number | null;
}

/** Reads ISO 8601 and the forms usual in China: 2026-3-5, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305, each with an optional time. */
export function readWritten(input: string): Written | undefined {
  const text = cleanLine(input);
  const found = DATE.exec(text);
  if (!found) return undefined;
  const [year = 0, month = 0, day = 0] = found.slice(1).filter((part) => part !== undefined).map(Number);
  const midnight = new Date(Date.UTC(year, month - 1, day));
  // Year 1000 is the first whose ISO form has four digits without padding, so that text order is time order.
  if (year < 1000 || midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const date = midnight.toISOString().slice(0, 10);
  const rest = text.slice(found[0].length);
  if (rest === "") return { date, time: null, offset: null };
  const at = TIME.exec(rest);
  if (!at || !(/^[t\s]/i.test(rest) || /[日号]$/.test(found[0]))) return undefined;
  const [hour, minute, second] = [Number(at[1]), Number(at[2]), Number(at[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = at[5] === undefined ? null : readOffset(at[5]);
  if (offset !== null && Math.abs(offset) > 15 * 3_600_000) return undefined;
  return { date, time: ((hour * 60 + minute) * 60 + second) * 1000 + Number((at[4] ?? "").padEnd(3, "0").slice(0, 3)), offset };
}

/** The instant that was written, in milliseconds; a date alone is the start of that local day. */
export function instantOf(written: Written, timeZone: string = DEFAULT_TIME_ZONE): number {
  const wall = Date.parse(written.date) + (written.time ?? 0);
  return written.offset === null ? wallToInstant(wall, timeZone) : wall - written.offset;
}

/** The local day that was written; with an offset, the day of that instant in `timeZone`. */
export function dateOf(written: Written, timeZone: string = DEFAULT_TIME_ZONE): string {
  return written.offset === null ? written.date : localDate(instantOf(written), timeZone);
}

function readOffset(text: string): number {
  if (/^(?:z|utc)$/i.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(":", "") || 0);
  return (text[0] === "-" ? -minutes : minutes) * 60_000;
}
