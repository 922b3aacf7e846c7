const INVISIBLE = /[\p{Cc}\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu;
const INVISIBLE_BUT_BREAKS = /(?![\n\t])[\p{Cc}\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu;

/** One line of text in canonical form: NFKC (full width becomes half width), no control or direction characters, trimmed. */
export function cleanLine(input: string): string {
  return input.toWellFormed().replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, " ").replace(INVISIBLE, "").normalize("NFKC").trim();
}

/** Text of several lines: NFC only, because NFKC would turn the Chinese punctuation of a note into ASCII; keeps line breaks and tabs. */
export function cleanParagraphs(input: string): string {
  return input.toWellFormed().replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n").replace(INVISIBLE_BUT_BREAKS, "").normalize("NFC").trim();
}

/** Lower-cases A–Z only, exactly as PostgreSQL's `lower(x collate "C")` does. */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Order by code point, as PostgreSQL's collation "C" orders UTF-8; JavaScript's own order puts emoji before U+E000–U+FFFF. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Lifts surrogates above the rest of the basic plane. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
