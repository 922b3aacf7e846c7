import { cleanText } from "./text.ts";

export interface NormalisedIdCard {
  value: string | null;
  problem?: "shape" | "birth_date" | "check_digit";
}

const CHECK_DIGITS = "10X98765432";

/** Resident identity number by GB 11643-1999: 17 digits with a real birth date, check digit with weights 2^(17-i) mod 11. */
export function normaliseIdCard(raw: string): NormalisedIdCard {
  const text = cleanText(raw)?.toUpperCase().replace(/[\s-]/g, "") ?? "";
  if (text === "") return { value: null };
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return { value: null, problem: "shape" };
  const born = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  const day = new Date(`${born}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== born || born < "1850") return { value: null, problem: "birth_date" };
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(text[i]) * (2 ** (17 - i) % 11);
  return CHECK_DIGITS[sum % 11] === text[17] ? { value: text } : { value: null, problem: "check_digit" };
}
