import type { Text } from "../../core/refusal.ts";
import type { Answers } from "../answers.ts";
import type { Population } from "../population.ts";
import type { Question } from "../question.ts";
import type { Column, ReportNumber, Section } from "../shapes.ts";

/** A report: what it counts, and how the numbers are laid out. */
export interface Report {
  key: string;
  title: Text;
  plan(q: Question): Promise<{ populations: Population[]; lay(answers: Answers): Section[] }>;
}

export const column = (key: string, zh: string, en: string, kind: Column["kind"] = "count"): Column => ({ key, title: { zh, en }, kind });

export const WHOLE: Text = { zh: "合计", en: "Total" };
const NONE: Text = { zh: "（未填写）", en: "(none)" };

/** A text that is the same in both languages; null is shown as not filled in. */
export const plain = (text: string | null): Text => (text === null ? NONE : { zh: text, en: text });

/** Every group of several populations once, in the order of the first that has it. */
export function keysOf(answers: Answers, populations: readonly Population[]): (string | null)[] {
  return [...new Set(populations.flatMap((p) => answers.keys(p)))];
}

/** All columns of these populations for one group. */
export function cellsOf(answers: Answers, populations: readonly Population[], key: string | null): Record<string, ReportNumber> {
  return Object.fromEntries(populations.flatMap((p) => p.columns.map((c) => [c.key, answers.number(p, c.key, key)])));
}
