const MOST = 64;
let before = new Uint8Array(MOST + 1);
let last = new Uint8Array(MOST + 1);
let row = new Uint8Array(MOST + 1);

/**
 * Edits that turn one text into the other: insertion, deletion, change, and two neighbours swapped count one each (optimal string
 * alignment; F. Damerau, A technique for computer detection and correction of spelling errors, CACM 7(3), 1964).
 * More than `most` is told as `most + 1`. Texts count up to 64 characters.
 */
export function edits(x: string, y: string, most = MOST): number {
  if (x === y) return 0;
  const a = x.length > MOST ? x.slice(0, MOST) : x;
  const b = y.length > MOST ? y.slice(0, MOST) : y;
  if (Math.abs(a.length - b.length) > most) return most + 1;
  for (let j = 0; j <= b.length; j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let least = i;
    const c = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j++) {
      const d = b.charCodeAt(j - 1);
      let value = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + (c === d ? 0 : 1));
      if (i > 1 && j > 1 && c === b.charCodeAt(j - 2) && d === a.charCodeAt(i - 2)) value = Math.min(value, (before[j - 2] as number) + 1);
      row[j] = value;
      if (value < least) least = value;
    }
    if (least > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  return Math.min(last[b.length] as number, most + 1);
}

/** 1 for equal texts, 0 for nothing in common: one less the share of edits in the longer one. */
export function alike(a: string, b: string): number {
  if (a === b) return 1;
  const length = Math.min(Math.max(a.length, b.length), MOST);
  // Below half nothing is told apart from chance.
  const most = Math.floor(length / 2);
  const found = edits(a, b, most);
  return found > most ? 0 : 1 - found / length;
}

/** Whether the texts differ by nothing but one edit or one swap. */
export function oneEdit(a: string, b: string): boolean {
  return edits(a, b, 1) === 1;
}

/** Letters and digits in lower case, everything else as single spaces. */
export function words(text: string): string[] {
  return text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
