import { createRequire } from "node:module";
import type { CountryCode } from "libphonenumber-js/max";
import { AREA_CODES } from "./area_code_data.ts";
import { findCity } from "./region.ts";
import { cleanText } from "./text.ts";

// Ten megabytes that only numbers of other countries and strange spellings need: loaded by the first of them, in 40 ms.
let loaded: typeof import("libphonenumber-js/max") | undefined;
const library = () => (loaded ??= createRequire(import.meta.url)("libphonenumber-js/max") as NonNullable<typeof loaded>);

export type PhoneFlag = "invalid" | "test_number" | "several";

export interface NormalisedPhone {
  /** E.164, e.g. "+8613912345678". */
  value: string | null;
  kind: "mobile" | "landline" | "other";
  extension?: string;
  /** Known for Chinese fixed lines, by area code. */
  province?: string;
  city?: string;
  flags: PhoneFlag[];
}

/**
 * One phone number as E.164. Every spelling of a Chinese number is read without the library (0.3 µs instead of 20);
 * the rest goes through libphonenumber with the default country. Of several numbers in one cell the first
 * mobile counts, else the first valid one. Test numbers are those nobody answers: one digit repeated, a run such as 12345678, 13800000000, 13800138000.
 */
export function normalisePhone(raw: string, country = "CN"): NormalisedPhone {
  const quick = readChineseMobile(raw, country);
  if (quick !== null) return mobile(quick);

  const text = cleanText(raw)?.replace(/[‐-―−－]/g, "-").replace(/^'/, "").replace(/\.0+$/, "") ?? "";
  if (text === "") return { value: null, kind: "other", flags: [] };
  if (text.length > LONGEST) return { value: null, kind: "other", flags: ["invalid"] };
  const parts = text.split(/[/、,;|\n]|或|\s{2,}/).map((part) => part.trim()).filter((part) => /\d{3}/.test(part));
  if (parts.length > 1) {
    const read = parts.map((part) => readOne(part, country));
    const clean = read.filter((phone) => phone.value !== null && phone.flags.length === 0);
    const usable = clean.find((phone) => phone.kind === "mobile") ?? clean[0] ?? read.find((phone) => phone.value !== null);
    if (usable) return { ...usable, flags: [...usable.flags, "several"] };
  }
  return readOne(text, country);
}

/** Whether a mobile number is one that people type to get past a form. Takes the national number. */
export function isTestNumber(national: string): boolean {
  const tail = national.slice(-8);
  return /^(\d)\1+$/.test(tail) || tail === "00138000" || "01234567890".includes(tail) || "09876543210".includes(tail) || /^1?(\d)\1{9,}$/.test(national);
}

/** Longer text in a phone field is a letter, not a number. */
const LONGEST = 120;

const areas = new Map<string, { province: string; city: string }>();
for (const [, code = "", name = ""] of AREA_CODES.matchAll(/(\d+)(\p{Script=Han}+)/gu)) {
  const city = findCity(name);
  if (city) areas.set(code, { province: city.province, city: city.name });
}

const MOBILE = /^1[3-9]\d{9}$/;

/** The eleven digits of a mobile number in any common spelling, else null: full width, +86, 0086, 86-, spaces, dashes, brackets. */
function readChineseMobile(raw: string, country: string): string | null {
  let digits = "";
  let plus = false;
  for (let i = 0; i < raw.length; i++) {
    const code = raw.charCodeAt(i);
    if (code >= 48 && code <= 57) digits += raw[i];
    else if (code >= 0xff10 && code <= 0xff19) digits += String.fromCharCode(code - 0xfee0);
    else if ((code === 43 || code === 0xff0b) && digits === "") plus = true;
    else if (!isSpacing(code)) return null;
    if (digits.length > 15) return null;
  }
  const length = digits.length;
  if (plus || country !== "CN") return (length === 13 && plus && digits.startsWith("86")) || (length === 15 && digits.startsWith("0086")) ? ifMobile(digits.slice(-11)) : null;
  if (length === 11) return ifMobile(digits);
  if (length === 12 && digits[0] === "0") return ifMobile(digits.slice(1));
  if (length === 13 && digits.startsWith("86")) return ifMobile(digits.slice(2));
  if (length === 15 && digits.startsWith("0086")) return ifMobile(digits.slice(4));
  return null;
}

function isSpacing(code: number): boolean {
  return code === 32 || code === 45 || code === 40 || code === 41 || code === 46 || code === 9 || code === 0xa0 || code === 0x3000 || code === 0xff08 || code === 0xff09 || code === 0xff0d || (code >= 0x2010 && code <= 0x2015);
}

function ifMobile(digits: string): string | null {
  return MOBILE.test(digits) ? digits : null;
}

function mobile(digits: string): NormalisedPhone {
  return { value: `+86${digits}`, kind: "mobile", flags: isTestNumber(digits) ? ["test_number"] : [] };
}

const EXTENSION = /(?:\s|-|,|\(|（)*(?:转分机|转接|转|分机号?|ext(?:ension)?\.?|x|#)\s*[:：.]?\s*(\d{1,6})\)?$/i;

function readOne(text: string, country: string): NormalisedPhone {
  const tail = EXTENSION.exec(text);
  const bare = (tail ? text.slice(0, tail.index) : text).replace(/^(?:手机|电话|座机|tel|mobile|phone)\s*[:：.]?\s*/i, "").trim();
  const quick = readChineseMobile(bare, country);
  if (quick !== null) return withExtension(mobile(quick), tail?.[1]);
  return (country === "CN" ? readChineseLandline(bare, tail?.[1]) : null) ?? readByLibrary(bare, tail?.[1], country);
}

/** "0755-26881234", "(0755) 2688 1234", "+86 755 26881234", "0755-26881234-801". */
function readChineseLandline(text: string, extension: string | undefined): NormalisedPhone | null {
  const behind = extension === undefined ? /^(\D*(?:\d\D*){10,14})-(\d{1,6})$/.exec(text) : null;
  const found = landline(behind?.[1] ?? text, extension ?? behind?.[2]);
  return found ?? (behind ? landline(text, extension) : null);
}

function landline(text: string, extension: string | undefined): NormalisedPhone | null {
  if (!/^[\d\s()+.-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, "");
  const national = /^(?:0086|86)0?(?=[1-9])/.test(digits) && digits.length > 11 ? digits.replace(/^(?:0086|86)0?/, "") : digits.startsWith("0") ? digits.slice(1) : null;
  if (national === null) return null;
  const code = /^(?:10|2\d)/.test(national) ? national.slice(0, 2) : national.slice(0, 3);
  const place = areas.get(code);
  const subscriber = national.slice(code.length);
  if (!place || !/^[2-8]\d{6,7}$/.test(subscriber) || (code.length === 2 && subscriber.length !== 8)) return null;
  return withExtension({ value: `+86${national}`, kind: "landline", ...place, flags: /^(\d)\1+$/.test(subscriber) ? ["test_number"] : [] }, extension);
}

function readByLibrary(text: string, extension: string | undefined, country: string): NormalisedPhone {
  const digits = text.replace(/\D/g, "");
  const flags: PhoneFlag[] = digits.length >= 7 && isTestNumber(digits) ? ["test_number", "invalid"] : ["invalid"];
  if (digits.length < 5 || digits.length > 20) return { value: null, kind: "other", flags };
  const parsed = library().parsePhoneNumberFromString(text, country as CountryCode);
  // A number inside a sentence is found by the library too; a cell that is mostly words is not a number.
  if (!parsed?.isValid() || parsed.nationalNumber.length < digits.length - 8) return { value: null, kind: "other", flags };
  const type = parsed.getType();
  const kind = type === "MOBILE" || type === "FIXED_LINE_OR_MOBILE" ? "mobile" : type === "FIXED_LINE" ? "landline" : "other";
  return withExtension({ value: parsed.number, kind, flags: isTestNumber(parsed.nationalNumber) ? ["test_number"] : [] }, extension ?? parsed.ext);
}

function withExtension(phone: NormalisedPhone, extension: string | undefined): NormalisedPhone {
  return extension === undefined ? phone : { ...phone, extension };
}
