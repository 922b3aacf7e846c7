export interface TextOptions {
  /** Long text: line breaks stay. */
  lines?: boolean;
  /** Full-width punctuation （，：！） stays as typed: right for prose and company names, where Chinese readers expect it. */
  punctuation?: boolean;
}

const CLEAN = /^[\x21-\x7e\u4e00-\u9fff]+(?: [\x21-\x7e\u4e00-\u9fff]+)*$/;
// Controls, zero-width and direction marks, BOM, private line separators; a joiner stays only inside an emoji.
const INVISIBLE = /(?!\s)\p{Cc}|[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d/gu;
const FULL_WIDTH_PUNCTUATION = /([！-／：-＠［-｀｛-～…]+)/u;

/**
 * Text as it is stored: Unicode NFKC, trimmed, inner spaces collapsed, control and invisible characters out,
 * broken surrogates replaced. Null when nothing is left.
 */
export function cleanText(raw: string, options: TextOptions = {}): string | null {
  if (CLEAN.test(raw)) return raw;
  const visible = raw.toWellFormed().replace(options.lines ? /[\u0085\u2028\u2029\v\f]/g : /[\u0085\u2028\u2029]/g, "\n").replace(INVISIBLE, "");
  const folded = options.punctuation ? foldLettersOnly(visible) : visible.normalize("NFKC");
  const spaced = options.lines
    ? folded.replace(/\r\n?/g, "\n").replace(/[^\S\n]+/g, " ").replace(/ ?\n ?/g, "\n").trim()
    : folded.replace(/\s+/g, " ").trim();
  return spaced === "" ? null : spaced;
}

function foldLettersOnly(text: string): string {
  if (!FULL_WIDTH_PUNCTUATION.test(text)) return text.normalize("NFKC");
  return text.split(FULL_WIDTH_PUNCTUATION).map((part, i) => (i % 2 === 1 ? part : part.normalize("NFKC"))).join("");
}

const PLACEHOLDERS = new Set(["无", "没有", "暂无", "未知", "不详", "不知道", "空", "未填", "未填写", "保密", "n/a", "na", "none", "null", "nil", "undefined", "unknown", "nan", "#n/a", "test", "测试"]);

const LONGEST_PLACEHOLDER = Math.max(...[...PLACEHOLDERS].map((word) => word.length));

/** Whether somebody typed a word that means "nothing" ("无", "n/a", "---"). */
export function isPlaceholder(text: string): boolean {
  return (text.length <= LONGEST_PLACEHOLDER && PLACEHOLDERS.has(text.toLowerCase())) || /^[\s\-—_./\\*?？。，,]+$/.test(text);
}
