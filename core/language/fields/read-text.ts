import { cleanLine } from "../text.ts";
import { type Parsed, nothing, problem } from "./definition.ts";

/** Strings and numbers as text; anything else is undefined. */
export function asText(input: unknown): string | undefined {
  if (typeof input === "string") return input;
  if (typeof input === "bigint" || (typeof input === "number" && Number.isFinite(input))) return String(input);
  return undefined;
}

/** Text of at most `limit` characters, cleaned. */
export function readText(input: unknown, limit: number, clean: (text: string) => string = cleanLine): Parsed {
  if (input === null || input === undefined) return nothing;
  const text = asText(input);
  if (text === undefined) return problem("应为文本", "Must be text");
  const value = clean(text);
  if (value === "") return nothing;
  if (value.length > limit) return tooLong(limit);
  return { value };
}

export function tooLong(limit: number): Parsed {
  return problem(`最多 ${limit.toLocaleString("en-US")} 个字符`, `At most ${limit.toLocaleString("en-US")} characters`);
}
