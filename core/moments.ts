import { z } from "zod";
import { inWords } from "./schema_problems.ts";

const FIRST = Date.UTC(1000, 0, 2);
const LAST = Date.UTC(9999, 11, 30);
const inRange = (text: string) => {
  const at = Date.parse(text);
  return at >= FIRST && at < LAST;
};
const outside = inWords("年份须在 1000 到 9999 之间", "The year must be from 1000 to 9999");

/** A day in an operation's input, "2026-03-05"; years 1000–9999, so that the day before and the day after are days as well. */
export const Day = z.iso.date().refine(inRange, outside);

/** A moment in an operation's input, ISO 8601 with its offset from UTC, "2026-03-05T09:00:00+08:00"; years 1000–9999. */
export const Instant = z.iso.datetime({ offset: true }).refine(inRange, outside);
