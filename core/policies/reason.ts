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

const texts = new WeakMap<Reason, string>();

/** What the policy version says itself is not repeated in every receipt: names of rules are read from it. */
const OF_THE_POLICY = new Set(["name", "fields"]);

/** A reason as it is stored, as JSON. */
export function storedReason(reason: Reason): string {
  return texts.get(reason) ?? textOf(reason);
}

/** Writes a reason that many records will have down once; it must not change afterwards. */
export function shared(reason: Reason): Reason {
  texts.set(reason, textOf(reason));
  return reason;
}

function textOf({ code, facts }: Reason): string {
  const kept: Record<string, unknown> = {};
  for (const key in facts) if (!OF_THE_POLICY.has(key)) kept[key] = facts[key];
  return JSON.stringify({ code, facts: kept });
}
