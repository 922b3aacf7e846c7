import { useLocale } from "../words/words.ts";
import { money } from "./numbers.ts";

/** An amount; shortened to 万 or 亿 it keeps the exact amount on hover. */
export function Money({ value, currency, short = false }: { value: number; currency?: string; short?: boolean }) {
  const locale = useLocale();
  const unit = currency ? { currency } : {};
  return <span className="number" title={short ? money(value, locale, unit) : undefined}>{money(value, locale, { ...unit, short })}</span>;
}
