import { cleanText } from "./text.ts";

export interface NormalisedCreditCode {
  value: string | null;
  problem?: "length" | "character" | "check_digit" | "old_registration_number";
}

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = Array.from({ length: 17 }, (_, i) => Number(3n ** BigInt(i) % 31n));

/**
 * Unified social credit code by GB 32100-2015: 18 characters without I O S V Z, the last one the check digit
 * (weights 3^i mod 31). O and I typed for 0 and 1 are read as such when the check digit then agrees.
 */
export function normaliseCreditCode(raw: string): NormalisedCreditCode {
  const text = cleanText(raw)?.toUpperCase().replace(/[\s-]/g, "") ?? "";
  if (text === "") return { value: null };
  if (/^\d{15}$/.test(text)) return { value: null, problem: "old_registration_number" };
  if (text.length !== 18) return { value: null, problem: "length" };
  const code = text.replaceAll("O", "0").replaceAll("I", "1");
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return { value: null, problem: "character" };
  return checkDigit(code) === code[17] ? { value: code } : { value: null, problem: "check_digit" };
}

function checkDigit(code: string): string | undefined {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(code[i] as string), 0);
  return ALPHABET[(31 - (sum % 31)) % 31];
}
