import { cleanText } from "./text.ts";

/** QQ number: 5 to 11 digits, not beginning with 0; `problem` when something else was typed. */
export function normaliseQq(raw: string): { value: string | null; problem?: "shape" } {
  const text = cleanText(raw)?.replace(/^qq\s*[:：]?\s*/i, "").replace(/@qq\.com$/i, "").replaceAll(" ", "") ?? "";
  if (text === "") return { value: null };
  return /^[1-9]\d{4,10}$/.test(text) ? { value: text } : { value: null, problem: "shape" };
}
