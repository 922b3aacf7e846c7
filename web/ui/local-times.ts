import { shortTime } from "./moment.ts";

/** Moments that a server text names (ISO instants) on the organisation's wall clock: "2026-03-25T01:00:00.000Z" → "03-25 09:00". */
export function localTimes(text: string): string {
  return text.replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/g, shortTime);
}
