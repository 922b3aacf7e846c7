import { domainToASCII } from "node:url";
import { disposableEmailBlocklistSet } from "disposable-email-domains-js";
import { cleanText } from "./text.ts";

export interface NormalisedEmail {
  value: string | null;
  /** For matching: without +tag, and without dots at Gmail. */
  key: string | null;
  flags: ("invalid" | "disposable")[];
}

// The package rebuilds its set at every question; loaded once here.
const disposable = disposableEmailBlocklistSet();

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const GMAIL = new Set(["gmail.com", "googlemail.com"]);

/**
 * An e-mail address in lower case. Valid is what mail providers accept in practice: the unquoted form of RFC 5321
 * (64 + 254 characters) at a domain with a top level; no quoted local parts, comments or address literals.
 */
export function normaliseEmail(raw: string): NormalisedEmail {
  const text = cleanText(raw);
  if (text === null) return { value: null, key: null, flags: [] };
  if (text.length > 400) return { value: null, key: null, flags: ["invalid"] };
  const address = bare(text.toLowerCase());
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(at, 0));
  let domain = address.slice(at + 1);
  if (/\P{ASCII}/u.test(domain)) domain = domainToASCII(domain);
  const valid = at > 0 && local.length <= 64 && local.length + domain.length < 254 && LOCAL.test(local) && DOMAIN.test(domain);
  if (!valid) return { value: null, key: null, flags: ["invalid"] };
  return { value: `${local}@${domain}`, key: keyOf(local, domain), flags: isDisposable(domain) ? ["disposable"] : [] };
}

/** The address inside "mailto:a@b.cn" or "张三 <a@b.cn>", without the spaces people put around the @. */
function bare(text: string): string {
  const inside = /<([^<>]+@[^<>]+)>\s*$/.exec(text)?.[1] ?? text;
  return inside.replace(/^mailto:/, "").replace(/\s*@\s*/g, "@").replace(/[;,。]$/, "").replaceAll("。", ".").trim();
}

function keyOf(local: string, domain: string): string {
  const plus = local.indexOf("+");
  const untagged = plus > 0 ? local.slice(0, plus) : local;
  return GMAIL.has(domain) ? `${untagged.replaceAll(".", "")}@gmail.com` : `${untagged}@${domain}`;
}

function isDisposable(domain: string): boolean {
  for (let at = domain; at.includes("."); at = at.slice(at.indexOf(".") + 1)) if (disposable.has(at)) return true;
  return false;
}
