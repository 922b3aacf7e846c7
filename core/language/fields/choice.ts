import { EMPTINESS, EQUALITY, type FieldTypeDef, isBlank, problem } from "./definition.ts";
import { choiceLabel, findChoice } from "./read-choice.ts";
import { asText } from "./read-text.ts";

/** One of the field's choices, stored by value. A retired choice is still accepted, so that old records can be saved. */
export const choice: FieldTypeDef = {
  kind: "text",
  column: () => "text",
  parse(input, field) {
    if (isBlank(input)) return { value: null };
    const text = asText(input);
    if (text === undefined) return problem("应为一个选项", "Must be one choice");
    const value = findChoice(text, field);
    return value === undefined ? problem(`没有选项“${text.slice(0, 50)}”`, `There is no choice "${text.slice(0, 50)}"`) : { value };
  },
  operators: [...EQUALITY, ...EMPTINESS],
  format: (value, field, locale) => (value === null ? "" : choiceLabel(String(value), field, locale)),
};
