import { fullNumber, money, shortNumber } from "../ui/numbers.ts";
import { say, type Locale } from "../words/words.ts";
import { spanParts } from "../ui/duration.ts";
import type { Kind } from "./data.ts";

/** A number of a report as people read it: 1.2 万, ¥3.4 亿, 12.5%, 2 hours 5 minutes; nothing to measure is a dash. */
export function shownNumber(value: number | null, kind: Kind, locale: Locale, currency: string, short = false): string {
  if (value === null) return "–";
  switch (kind) {
    case "ratio": return `${fullNumber(value * 100, 1)}%`;
    case "money": return money(value, locale, { currency, short });
    case "minutes": return spanParts(Math.max(value, 1) * 60_000).map(({ unit, n }) => say(`common:${unit}`, { n })).join(" ");
    case "days": return say("common:days", { n: fullNumber(value, 1) });
    case "count": return short ? shortNumber(value, locale) : fullNumber(value);
  }
}
