import type { z } from "zod";
import type { Locale } from "../../core/ctx.ts";
import { Invalid, NotFound, type Refusal, TooLarge } from "../../core/refusal.ts";
import { fieldProblems } from "../../core/schema_problems.ts";

/** Lists of what a call is about: more of them than it takes is too large, not wrong. */
const LISTS = new Set(["ids", "items"]);

/**
 * A failed schema check as a refusal that names every field in both languages. An address that cannot be anything's
 * (`inAddress` names its parts) is answered like one whose thing is gone.
 */
export function refusalOf(error: z.ZodError, inAddress: ReadonlySet<PropertyKey> = new Set()): Refusal {
  if (error.issues.some(({ path: [name] }) => name !== undefined && inAddress.has(name))) return NotFound();
  const long = error.issues.find((issue) => issue.code === "too_big" && issue.origin === "array" && LISTS.has(String(issue.path[0])) && issue.path.length === 1);
  if (long?.code === "too_big") return TooLarge({ limit: Number(long.maximum) });
  return Invalid({}, fieldProblems(error).slice(0, 100));
}

/** RFC 9457 problem document in the caller's language. */
export function problemDocument(refusal: Refusal, locale: Locale) {
  const language = locale === "en" ? "en" : "zh";
  return {
    type: `about:blank#${refusal.code}`, title: refusal.text[language], status: refusal.status,
    detail: refusal.errors.length > 0 ? refusal.errors.map((e) => (e.path ? `${e.path}: ${e.message[language]}` : e.message[language])).slice(0, 5).join("; ") : refusal.text[language],
    code: refusal.code, facts: refusal.facts,
    errors: refusal.errors.map((e) => ({ path: e.path, message: e.message[language] })),
  };
}
