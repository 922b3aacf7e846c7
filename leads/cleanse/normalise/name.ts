import { COMPOUND_SURNAMES, readName, readSigns } from "../../../core/records/pinyin.ts";
import { cleanText, isPlaceholder } from "./text.ts";

export interface NameKey {
  key: string | null;
  /** Only a surname is left ("王总"): good for display, too little to match by. */
  partial: boolean;
}

const LONG_TITLES = /(?:副?总经理|副总裁|总裁|副?董事长|总监|主任|主管|经理|先生|女士|小姐|太太|夫人|老师|老板|教授|博士|医生|工程师|同学|同志|师傅)$/;
const SHORT_TITLES = /[总工董姐哥]$/;
const ENGLISH_TITLES = /^(?:mr|mrs|ms|miss|dr|prof)(?:\.\s*|\s+)|,?\s+(?:jr|sr|phd)\.?$/g;
const LONGEST = 100;
const CONTAINS_HAN = /\p{Script=Han}/u;
const HAN = /^[\p{Script=Han}·]+$/u;

/** Match key of a person's name: NFKC, lower case, no titles before or behind it, no spaces inside a Chinese name. */
export function nameKey(raw: string): NameKey {
  const text = cleanText(raw)?.slice(0, LONGEST).toLowerCase() ?? "";
  if (text === "" || isPlaceholder(text)) return { key: null, partial: false };
  const joined = CONTAINS_HAN.test(text) ? text.replace(/\([^)]*\)?$/, "").replaceAll(" ", "").replace(/[•・‧.]/g, "·") || text : text;
  const bare = withoutTitles(joined);
  return { key: bare, partial: HAN.test(bare) && (isSurnameOnly(bare) || bare.replace(LONG_TITLES, "") === "") };
}

function withoutTitles(name: string): string {
  if (!CONTAINS_HAN.test(name)) return name.replace(ENGLISH_TITLES, "").trim() || name;
  const long = name.replace(LONG_TITLES, "");
  if (long !== name) return long === "" ? name : long;
  const short = name.replace(SHORT_TITLES, "");
  // 总 is never part of a given name in practice; 工, 董, 姐, 哥 may be, so they go only behind a bare surname.
  return short !== name && short !== "" && (name.endsWith("总") || isSurnameOnly(short)) ? short : name;
}

function isSurnameOnly(name: string): boolean {
  return [...name].length === 1 || COMPOUND_SURNAMES.has(name);
}

/** A Chinese name apart; compound surnames are known. */
export function splitChineseName(name: string): { surname: string; given: string | null } {
  const surname = name.length > 2 && COMPOUND_SURNAMES.has(name.slice(0, 2)) ? name.slice(0, 2) : String.fromCodePoint(name.codePointAt(0) as number);
  return { surname, given: name.slice(surname.length) || null };
}

export interface NamePinyin {
  /** "zengxiaohong", without tones, ü as v. */
  full: string;
  /** "zxh" */
  initials: string;
}

/** Pinyin of a name for matching; the surname is read as a surname (单 shan, 仇 qiu, 曾 zeng). */
export function namePinyin(raw: string): NamePinyin {
  const words: string[] = [];
  for (const part of (cleanText(raw)?.slice(0, LONGEST).toLowerCase() ?? "").match(/\p{Script=Han}+|[\p{L}\p{N}]+/gu) ?? []) {
    if (!/^\p{Script=Han}/u.test(part)) {
      words.push(part);
      continue;
    }
    words.push(...(words.length > 0 ? readSigns(part) : readName(part)));
  }
  return { full: words.join(""), initials: words.map((word) => word[0]).join("") };
}
