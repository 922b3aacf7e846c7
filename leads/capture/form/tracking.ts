import { TRACKING } from "./definition.ts";

const LONGEST = 1_000;

/** Where a visitor came from: what the page's address says, else the address itself and the referring page, unless that is our own. */
export function trackingOf(url: URL, referer: string | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  for (const key of TRACKING) {
    const value = url.searchParams.get(key);
    if (value) found[key] = value.slice(0, LONGEST);
  }
  if (!found.landing_page) found.landing_page = url.href.slice(0, LONGEST);
  if (!found.referrer && referer && !referer.startsWith(`${url.origin}/`)) found.referrer = referer.slice(0, LONGEST);
  return found;
}
