import { EMPTINESS, EQUALITY, type FieldTypeDef, isBlank, type Parsed, problem } from "./definition.ts";
import { choiceLabel, findChoice } from "./read-choice.ts";
import { asText } from "./read-text.ts";

/** Several of the field's choices, each once, in the order of the choices; from text also "a;b、c,d". */
export const multiChoice: FieldTypeDef = {
  kind: "set",
  column: () => "text[]",
  parse(input, field): Parsed {
    if (isBlank(input)) return { value: null };
    const whole = asText(input);
    if (!Array.isArray(input) && whole === undefined) return problem("应为若干选项", "Must be a list of choices");
    // A label may itself hold a comma, so the whole text is tried before it is split.
    const words: unknown[] = Array.isArray(input) ? input : findChoice(whole ?? "", field) ? [whole] : (whole ?? "").split(/[;；、,，|\n]/);
    const chosen = new Set<string>();
    for (const word of words) {
      if (isBlank(word)) continue;
      const value = findChoice(asText(word) ?? "", field);
      if (value === undefined) {
        const shown = (asText(word) ?? "").trim().slice(0, 50);
        return problem(`没有选项“${shown}”`, `There is no choice "${shown}"`);
      }
      chosen.add(value);
    }
    const value = (field.choices ?? []).map((each) => each.value).filter((each) => chosen.has(each));
    return { value: value.length > 0 ? value : null };
  },
  operators: [...EQUALITY, "contains", ...EMPTINESS],
  format: (value, field, locale) =>
    Array.isArray(value) ? value.map((each) => choiceLabel(String(each), field, locale)).join(locale === "en" ? ", " : "、") : "",
};
