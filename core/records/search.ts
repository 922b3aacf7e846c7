import type { FieldDef, Row } from "../language/types.ts";
import { readName, readSigns } from "./pinyin.ts";

/**
 * Search text of a record: two-character grams of names and texts, pinyin of names, three-digit grams of phone numbers,
 * whole exact values. Every token carries the class of its field (t text, n pinyin, p phone, e exact), so that a question asks only for
 * classes its viewer may read. Measured at 500,000 rows: 1–14 ms for two Chinese characters, 80–130 ms with a trigram index.
 */
export type SearchClass = "t" | "n" | "p" | "e";

/** The classes of tokens that a field's kind of search makes. */
export function classesOf(search: NonNullable<FieldDef["search"]>): readonly SearchClass[] {
  return search === "phone" ? ["p"] : search === "exact" ? ["e"] : search === "name" ? ["t", "n"] : ["t"];
}

const WORD = /[\p{L}\p{N}]+/gu;
const HAN = /\p{Script=Han}/u;

/** The tsvector literal of a record, or null when nothing is searchable. A token may stand in it twice: the database keeps one. */
export function searchVector(fields: Iterable<FieldDef>, row: Row): string | null {
  let literal = "";
  for (const field of fields) {
    if (!field.search) continue;
    const value = row[field.key];
    if (typeof value !== "string") continue;
    if (field.search === "phone") literal += phoneTokens(value);
    else if (field.search === "exact") literal += `${lexeme(`e${fold(value).slice(0, 200)}`)} `;
    else {
      literal += textTokens(fold(value).slice(0, 2_000));
      if (field.search === "name") literal += pinyinTokens(value);
    }
  }
  return literal === "" ? null : literal;
}

const LETTER = 1;
const IDEOGRAPH = 2;
/** What each UTF-16 unit is; asked of the regular expressions once a unit instead of once a text. */
const signs = new Uint8Array(0x10000).fill(0xff);

function signOf(unit: number): number {
  let sign = signs[unit] as number;
  if (sign === 0xff) {
    const text = String.fromCharCode(unit);
    signs[unit] = sign = (/[\p{L}\p{N}]/u.test(text) ? LETTER : 0) | (HAN.test(text) ? IDEOGRAPH : 0);
  }
  return sign;
}

const SURROGATE = /[\ud800-\udfff]/;

/** Overlapping grams of each word; the last ideograph stands alone too, so that a one-character prefix finds it. */
function textTokens(text: string): string {
  let tokens = "";
  if (SURROGATE.test(text)) {
    for (const gram of textGrams(text)) tokens += `${lexeme(`t${gram}`)} `;
    return tokens;
  }
  for (let at = 0; at < text.length; ) {
    if (!(signOf(text.charCodeAt(at)) & LETTER)) {
      at++;
      continue;
    }
    let end = at + 1;
    while (end < text.length && signOf(text.charCodeAt(end)) & LETTER) end++;
    if (end - at === 1) tokens += textToken(text, at, 1);
    else for (let i = at; i + 2 <= end; i++) tokens += textToken(text, i, 2);
    if (signOf(text.charCodeAt(end - 1)) & IDEOGRAPH) tokens += textToken(text, end - 1, 1);
    at = end;
  }
  return tokens;
}

const made = new Map<number, string>();
const MOST_MADE = 100_000;

/** The token of one or two units, as it stands in the literal; made once a gram. Letters and digits need no escape. */
function textToken(text: string, at: number, length: 1 | 2): string {
  // A whole number of 32 bits, which needs no room of its own.
  const key = length === 1 ? text.charCodeAt(at) : ((text.charCodeAt(at) + 1) << 16) | text.charCodeAt(at + 1);
  let token = made.get(key);
  if (token === undefined) {
    if (made.size >= MOST_MADE) made.clear();
    made.set(key, (token = `'t${text.slice(at, at + length)}' `));
  }
  return token;
}

/** The tokens of three digits, by their value. */
const threes = Array.from({ length: 1_000 }, (_, three) => `'p${String(three).padStart(3, "0")}' `);

/** Overlapping threes of the digits, whatever stands between them; fewer than three are one token. */
function phoneTokens(text: string): string {
  let tokens = "";
  let last = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) continue;
    last = (last * 10 + digit) % 1_000;
    if (++count >= 3) tokens += threes[last];
  }
  return count === 1 || count === 2 ? `'p${text.replace(/\D/g, "")}' ` : tokens;
}

const ZERO = "0".charCodeAt(0);

/**
 * The tsquery for what a person typed: every word must be found, each by text, pinyin, phone fragment or exact value.
 * Null when the words are too short to ask anything (a single Latin letter, two digits for a phone).
 */
export function searchQuery(q: string, classes: { has(name: SearchClass): boolean }): string | null {
  const words = fold(q).split(/\s+/).filter(Boolean).slice(0, 8);
  const asked: string[] = [];
  for (const word of words) {
    const ways: string[] = [];
    if (classes.has("t")) {
      const parts = [...word.matchAll(WORD)].map(([part]) => (part.length === 1 ? [`${lexeme(`t${part}`)}:*`] : grams(part, 2).map((g) => lexeme(`t${g}`))));
      if (parts.length > 0) ways.push(parts.flat().join(" & "));
    }
    if (classes.has("n") && /^[a-z]{2,}$/.test(word)) ways.push(`${lexeme(`n${word}`)}:*`);
    const digits = word.replace(/\D/g, "");
    if (classes.has("p") && digits.length >= 3 && /^[+\d\s-]+$/.test(word)) ways.push(grams(digits, 3).map((g) => lexeme(`p${g}`)).join(" & "));
    if (classes.has("e")) ways.push(lexeme(`e${word.slice(0, 200)}`));
    if (ways.length > 0) asked.push(`(${ways.map((w) => `(${w})`).join(" | ")})`);
  }
  return asked.length > 0 ? asked.join(" & ") : null;
}

const PLAIN = /^[\x20-\x7e\u4e00-\u9fff]*$/;

/** Stored text is canonical already, and mostly plain: only the rest is normalised again. */
const fold = (text: string) => (PLAIN.test(text) ? text : text.normalize("NFKC")).toLowerCase().trim();

const lexeme = (token: string) => `'${token.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** The same by code points, for text beyond the basic plane. */
function* textGrams(text: string): Generator<string> {
  for (const [word] of text.matchAll(WORD)) {
    for (const gram of grams(word, 2)) yield gram;
    const last = [...word].at(-1);
    if (last && HAN.test(last)) yield last;
  }
}

function grams(text: string, size: number): string[] {
  if (!SURROGATE.test(text)) {
    if (text.length <= size) return text.length > 0 ? [text] : [];
    const out: string[] = [];
    for (let i = 0; i + size <= text.length; i++) out.push(text.slice(i, i + size));
    return out;
  }
  const characters = [...text];
  if (characters.length <= size) return characters.length > 0 ? [text] : [];
  const out: string[] = [];
  for (let i = 0; i + size <= characters.length; i++) out.push(characters.slice(i, i + size).join(""));
  return out;
}

/** What is so short may be the name of a person. */
const NAME_LENGTH = 4;

/** The whole reading and the first letters of it. */
function pinyinTokens(name: string): string {
  const han = ideographs(name);
  if (han === "") return "";
  let whole = "";
  let initials = "";
  for (const syllable of han.length <= NAME_LENGTH ? readName(han) : readSigns(han)) {
    whole += syllable;
    initials += syllable[0] ?? "";
  }
  return PLAIN_READING.test(whole) ? `'n${whole}' 'n${initials}' ` : `${lexeme(`n${whole}`)} ${lexeme(`n${initials}`)} `;
}

const PLAIN_READING = /^[a-z]*$/;
const MOST_SIGNS = 30;

function ideographs(name: string): string {
  let found = "";
  let count = 0;
  for (const sign of name) {
    if (!(sign.length === 1 ? signOf(sign.charCodeAt(0)) & IDEOGRAPH : HAN.test(sign))) continue;
    found += sign;
    if (++count === MOST_SIGNS) break;
  }
  return found;
}
