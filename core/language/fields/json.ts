import type { Value } from "../types.ts";
import { EMPTINESS, type FieldTypeDef, isBlank, nothing, problem } from "./definition.ts";
import { tooLong } from "./read-text.ts";

const LIMIT = 100_000;
const DEPTH = 32;

/** Any JSON, at most 100,000 characters and 32 levels; text that starts with { or [ is read as JSON. */
export const json: FieldTypeDef = {
  kind: "json",
  column: () => "jsonb",
  parse(input) {
    if (isBlank(input)) return { value: null };
    try {
      const read: unknown = typeof input === "string" && /^\s*[{[]/.test(input) ? JSON.parse(input) : input;
      const value = clean(read, 0);
      if (value === "" || (Array.isArray(value) && value.length === 0)) return nothing;
      return JSON.stringify(value).length > LIMIT ? tooLong(LIMIT) : { value };
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof NotJson) return problem("不是有效的 JSON", "Not valid JSON");
      throw error;
    }
  },
  operators: EMPTINESS,
  format: (value) => (value === null ? "" : JSON.stringify(value)),
};

class NotJson extends Error {}

// PostgreSQL's jsonb refuses \u0000 and unpaired surrogates, in keys as in values.
function clean(input: unknown, depth: number): Value {
  if (depth > DEPTH) throw new NotJson();
  if (input === null || typeof input === "boolean") return input;
  if (typeof input === "string") return cleanString(input);
  if (typeof input === "number" && Number.isFinite(input)) return input;
  if (Array.isArray(input)) return input.map((each) => clean(each, depth + 1));
  if (typeof input !== "object") throw new NotJson();
  return Object.fromEntries(
    Object.entries(input).filter(([, each]) => each !== undefined).map(([key, each]) => [cleanString(key), clean(each, depth + 1)]),
  );
}

function cleanString(text: string): string {
  return text.toWellFormed().replace(/(?![\n\r\t])\p{Cc}/gu, "");
}
