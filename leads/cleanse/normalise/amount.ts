import { cleanText } from "./text.ts";

const UNITS: Record<string, number> = { "": 1, 千: 1e3, k: 1e3, 万: 1e4, w: 1e4, 百万: 1e6, m: 1e6, 千万: 1e7, 亿: 1e8 };

/** An amount of money typed by hand: "¥200,000", "20万", "1.5w", "200000元" → number; undefined when it is not one. */
export function parseAmount(raw: string): number | undefined {
  const text = cleanText(raw)?.toLowerCase().replace(/[\s,]/g, "") ?? "";
  const parts = /^(?:¥|¥|rmb|cny|人民币|约|\$)*(-?\d+(?:\.\d+)?)(千万|百万|千|万|亿|k|w|m)?(?:元|块|rmb|cny|人民币)?(?:左右|以内|以上)?$/.exec(text);
  if (!parts) return undefined;
  const amount = Number(parts[1]) * (UNITS[parts[2] ?? ""] ?? 1);
  return Number.isSafeInteger(Math.trunc(amount)) ? Math.round(amount * 100) / 100 : undefined;
}
