import type { Choice, FieldDef } from "../types.ts";
import { cleanLine } from "../text.ts";

const indexes = new WeakMap<Choice[], Map<string, string>>();

/** The stored value that a value, label (either language) or alias stands for, whatever its case; undefined when none does. */
export function findChoice(text: string, field: FieldDef): string | undefined {
  const choices = field.choices ?? [];
  let index = indexes.get(choices);
  if (!index) indexes.set(choices, (index = indexOf(choices)));
  return index.get(fold(text));
}

// Values win over labels, labels over aliases, and a living choice over a retired one with the same label.
function indexOf(choices: Choice[]): Map<string, string> {
  const living = [...choices].sort((a, b) => Number(a.retired ?? false) - Number(b.retired ?? false));
  const index = new Map<string, string>();
  const spellings = [(c: Choice) => [c.value], (c: Choice) => [c.label.zh, c.label.en], (c: Choice) => c.aliases ?? []];
  for (const spelling of spellings) {
    for (const choice of living) {
      for (const word of spelling(choice).map(fold)) if (word !== "" && !index.has(word)) index.set(word, choice.value);
    }
  }
  return index;
}

function fold(text: string): string {
  return cleanLine(text).toLowerCase();
}

/** What people call a stored value; the value itself when the choice is gone. */
export function choiceLabel(value: string, field: FieldDef, locale: "zh-CN" | "en"): string {
  const label = field.choices?.find((choice) => choice.value === value)?.label;
  return label ? (locale === "en" ? label.en : label.zh) : value;
}
