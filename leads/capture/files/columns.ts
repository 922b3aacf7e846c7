import { cleanText } from "../../cleanse/normalise/text.ts";

/** Header cells as column names: cleaned; "#3" where there is none; "手机 (2)" where one comes again. */
export function uniqueColumns(header: string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((cell, i) => {
    const name = cleanText(cell) ?? `#${i + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
