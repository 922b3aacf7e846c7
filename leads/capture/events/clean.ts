import { cleanLine } from "../../../core/language/text.ts";

const UTM = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"] as const;
const LONGEST = 500;

export interface Seen {
  url: string | null;
  utm: Record<string, string> | null;
}

/** A text from outside as one line that can be stored; null where there is nothing. */
export function line(typed: string | undefined, longest = LONGEST): string | null {
  const text = cleanLine(typed ?? "").slice(0, longest).toWellFormed();
  return text === "" ? null : text;
}

/**
 * An address as it is kept: without query and fragment, which may hold names, tokens and searches (PIPL Art. 6: no more than
 * the purpose needs); its utm_* apart. Anything but http(s) is nothing.
 */
export function seen(typed: string | undefined): Seen {
  const url = typed && URL.canParse(typed) ? new URL(typed) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return { url: null, utm: null };
  const utm = Object.fromEntries(UTM.flatMap((key) => {
    const value = line(url.searchParams.get(key) ?? undefined, 200);
    return value === null ? [] : [[key, value]];
  }));
  return { url: line(url.origin + readable(url.pathname)), utm: Object.keys(utm).length > 0 ? utm : null };
}

/** A path as people read it, so that a rule can say “/价格”. */
function readable(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
