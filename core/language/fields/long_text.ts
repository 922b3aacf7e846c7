import { cleanParagraphs } from "../text.ts";
import { EMPTINESS, type FieldTypeDef, SEARCHING } from "./definition.ts";
import { readText } from "./read-text.ts";

/** Paragraphs, at most 100,000 characters; line breaks and Chinese punctuation stay as written. */
export const longText: FieldTypeDef = {
  kind: "text",
  column: () => "text",
  parse: (input) => readText(input, 100_000, cleanParagraphs),
  operators: ["is", "not", ...SEARCHING, ...EMPTINESS],
  format: (value) => (value === null ? "" : String(value)),
};
