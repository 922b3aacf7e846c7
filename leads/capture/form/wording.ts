import { z } from "zod";

/** A text of a form as an administrator words it: one for everybody, or one a language. */
export type Wording = string | { zh?: string | undefined; en?: string | undefined };

export const wordingShape = (most: number) => z.union([z.string().max(most), z.strictObject({ zh: z.string().max(most).optional(), en: z.string().max(most).optional() })]);

/** The wording in a language; where it has none of its own, in the other; undefined where nothing was said. */
export function worded(wording: Wording | undefined, language: "zh" | "en"): string | undefined {
  if (wording === undefined || typeof wording === "string") return wording || undefined;
  return wording[language] || wording[language === "zh" ? "en" : "zh"] || undefined;
}
