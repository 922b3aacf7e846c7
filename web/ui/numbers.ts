import type { Locale } from "../words/words.ts";

const SYMBOLS: Record<string, string> = { CNY: "¥", USD: "$", EUR: "€", GBP: "£", HKD: "HK$", JPY: "JP¥" };

/** A number in full with grouping, at most `scale` digits after the point. */
export function fullNumber(value: number, scale = 2): string {
  return new Intl.NumberFormat("en-US", { maximumFractionDigits: scale }).format(value);
}

/** A number short enough for a card: 万 and 亿 from ten thousand on in Chinese, K, M and B in English; at most one digit after the point. */
export function shortNumber(value: number, locale: Locale): string {
  const steps: [number, string][] = locale === "zh-CN" ? [[1e8, " 亿"], [1e4, " 万"]] : [[1e9, "B"], [1e6, "M"], [1e4, "K"]];
  for (const [index, [size, name]] of steps.entries()) {
    if (Math.abs(value) < size) continue;
    const unit = name === "K" ? 1e3 : size;
    const rounded = Math.round((value / unit) * 10) / 10;
    const above = steps[index - 1];
    // 9,999.96 万 rounds up to the next name: 1 亿, never 10,000 万.
    if (above && Math.abs(rounded * unit) >= above[0]) return `${fullNumber((rounded * unit) / above[0], 1)}${above[1]}`;
    return `${fullNumber(rounded, 1)}${name}`;
  }
  return fullNumber(value, 2);
}

/** An amount of money; `short` uses 万 and 亿 (K, M in English), otherwise it is exact to the cent. */
export function money(value: number, locale: Locale, { currency = "CNY", short = false }: { currency?: string; short?: boolean } = {}): string {
  const sign = value < 0 ? "-" : "";
  const size = Math.abs(value);
  return `${sign}${SYMBOLS[currency] ?? `${currency} `}${short ? shortNumber(size, locale) : fullNumber(size, 2)}`;
}
