import { cleanLine } from "../text.ts";
import { EMPTINESS, EQUALITY, type FieldTypeDef, nothing, problem, SEARCHING } from "./definition.ts";
import { tooLong } from "./read-text.ts";

/** A web address, http or https only; "www.example.com" gains https://. Kept as typed otherwise. */
export const url: FieldTypeDef = {
  kind: "text",
  column: () => "text",
  parse(input) {
    if (input === null || input === undefined) return nothing;
    if (typeof input !== "string") return notUrl();
    const text = cleanLine(input);
    if (text === "") return nothing;
    if (text.length > 2_000) return tooLong(2_000);
    const scheme = /^https?:\/\//i.exec(text)?.[0];
    if (!scheme && /^[a-z][a-z\d+.-]*:(?!\d)/i.test(text)) return notUrl();
    const value = scheme ? scheme.toLowerCase() + text.slice(scheme.length) : `https://${text}`;
    const parsed = /\s/.test(value) ? null : URL.parse(value);
    return parsed && (scheme ? parsed.hostname !== "" : parsed.hostname.includes(".")) ? { value } : notUrl();
  },
  operators: [...EQUALITY, ...SEARCHING, ...EMPTINESS],
  format: (value) => (value === null ? "" : String(value)),
};

function notUrl() {
  return problem("网址应以 http:// 或 https:// 开头", "Must be an http or https address");
}
