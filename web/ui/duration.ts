const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Part {
  unit: "days" | "hours" | "minutes" | "seconds";
  n: number;
}

/** A span of milliseconds as its two largest parts (one below a minute): enough to act on, quick to read. */
export function spanParts(milliseconds: number): Part[] {
  const span = Math.abs(milliseconds);
  if (span < MINUTE) return [{ unit: "seconds", n: Math.floor(span / 1000) }];
  const parts: Part[] = [
    { unit: "days", n: Math.floor(span / DAY) },
    { unit: "hours", n: Math.floor((span % DAY) / HOUR) },
    { unit: "minutes", n: Math.floor((span % HOUR) / MINUTE) },
  ];
  const first = parts.findIndex((part) => part.n > 0);
  return parts.slice(first, first + 2).filter((part, index) => index === 0 || part.n > 0);
}
