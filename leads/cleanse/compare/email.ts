import { normaliseEmail } from "../normalise/email.ts";
import { type Compared, type Comparer, whole } from "./compared.ts";
import { oneEdit } from "./strings.ts";

interface Email {
  key: string;
  local: string;
  domain: string;
}

const SHARED = new Set(["info", "sales", "admin", "contact", "office", "service", "support", "hr", "mail", "hello", "marketing", "webmaster", "test"]);
/** Shorter ones differ by a letter too often. */
const TELLING = 5;

function prepare(value: unknown): Email | null {
  if (typeof value !== "string") return null;
  const { key } = normaliseEmail(value);
  if (key === null) return null;
  const at = key.lastIndexOf("@");
  return { key, local: key.slice(0, at), domain: key.slice(at + 1) };
}

/** A different digit is a different mailbox; a different letter may be a slip. */
const typo = (a: string, b: string): boolean => Math.min(a.length, b.length) >= TELLING && oneEdit(a, b) && (a.replace(/\D/g, "") === b.replace(/\D/g, "") || [...a].sort().join("") === [...b].sort().join(""));

function compare(a: Email, b: Email): Compared {
  const told = (similarity: number, how: Compared["how"]) => whole(a.key, b.key, similarity, how);
  if (a.key === b.key) return told(1, "equal");
  const telling = a.local.length >= TELLING && !SHARED.has(a.local);
  if (a.local === b.local) return oneEdit(a.domain, b.domain) ? told(0.95, "typo") : telling ? told(0.7, "part") : told(0, "differs");
  const plain = (local: string) => local.replace(/[._-]/g, "");
  if (a.domain === b.domain && plain(a.local) === plain(b.local)) return told(0.9, "typo");
  return a.domain === b.domain && typo(a.local, b.local) ? told(0.85, "typo") : told(0, "differs");
}

/** E-mail addresses: tags and Gmail's dots gone, one slip in the domain or in the letters of the local part, the same name at another provider. */
export const emailComparer: Comparer<Email> = {
  prepare,
  compare,
  pieces: ({ key }) => [key],
  anchors: ({ key, local }) => [local.length >= TELLING && !SHARED.has(local) ? local.replace(/[._-]/g, "") : key],
  m: 0.85,
  floor: 0.45,
};
