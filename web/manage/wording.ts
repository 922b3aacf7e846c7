import type { Text } from "../../core/refusal.ts";
import type { Wording } from "./channels.ts";

type Language = keyof Text;

const languageOf = (text: string): Language => (/\p{Script=Han}/u.test(text) ? "zh" : "en");

/** A wording's text of one language; "" where it has none of its own. */
export function wordsIn(wording: Wording | undefined, language: Language): string {
  if (typeof wording === "string") return languageOf(wording) === language ? wording : "";
  return wording?.[language] ?? "";
}

/** A wording with the text of one language changed; one for everybody becomes the one of its own language. */
export function reworded(wording: Wording | undefined, language: Language, text: string): Partial<Text> {
  const kept = typeof wording === "string" ? (wording === "" ? {} : { [languageOf(wording)]: wording }) : (wording ?? {});
  return Object.fromEntries(Object.entries({ ...kept, [language]: text }).filter(([, value]) => value !== ""));
}
