import type { Text } from "../refusal.ts";

/** Why something was decided, as data; the interface turns code and facts into a sentence of the reader's language. */
export interface Reason {
  code: string;
  facts: Record<string, unknown>;
}

/** Makes the reasons of one room from their texts (`{name}` stands for a fact): a code without a text does not compile. */
export function reasonsOf<const Words extends Record<string, Text>>(_words: Words) {
  return (code: keyof Words & string, facts: Record<string, unknown> = {}): Reason => ({ code, facts });
}
