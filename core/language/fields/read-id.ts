import { isBlank, type Parsed, problem } from "./definition.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is a UUID in its canonical lower-case form (RFC 9562), of any version. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

/** An id of a record, person or team; only the shape is checked, existence is the record engine's business. */
export function readId(input: unknown): Parsed {
  if (isBlank(input)) return { value: null };
  const value = typeof input === "string" ? input.trim().toLowerCase() : "";
  return isId(value) ? { value } : problem("应为编号（UUID）", "Must be an id (UUID)");
}
