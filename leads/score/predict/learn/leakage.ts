import { alone } from "./fit.ts";
import { type Separation, separationOf } from "./separation.ts";
import type { Table } from "./table.ts";

/** Why a column is not learned from. What was written after the outcome can never be used; the others a person may allow. */
export type LeakCode = "after_outcome" | "after_contact" | "after_arrival" | "fill_differs" | "separates" | "decides" | "outdoes_all" | "filled_by_outcome" | "graded";

export interface Refused {
  key: string;
  code: LeakCode;
  /** Never to be used, whoever allows it. */
  hard: boolean;
  /** Shares and areas behind the refusal, 0–1. */
  facts: Record<string, number>;
}

const SEPARATES = 0.95;
const DECIDES = { share: 0.4, auc: 0.8 };
const OUTDOES = { share: 0.2, auc: 0.75, others: 3, slack: 0.02 };
const FILLED = 0.5;
const GRADED = { filled: 0.25, share: 0.1 };

/**
 * Looks for columns that know the outcome, from the rows alone. Refused is what
 * – separates the outcomes all but perfectly (AUC ≥ 0.95);
 * – leaves nothing open for 40 % of the rows (next to nobody or everybody converts) with an AUC ≥ 0.8;
 * – is strong by itself (AUC ≥ 0.75), decides a fifth of the rows and says as much as all the other columns together, as the length of the sales call does;
 * – is filled in for the converted and not for the lost, or the other way round (difference ≥ 50 points);
 * – is filled in by outcome (≥ 25 points) and has both levels where nobody and levels where everybody converts, as a grade given by sales has.
 */
export function suspicious(table: Table, rows: readonly number[]): Refused[] {
  const found: Refused[] = [];
  const measured = new Map<string, Separation>();
  for (const column of table.columns) {
    const { key } = column.source;
    const measure = separationOf(column, rows, table.outcome);
    const refused = judge(measure);
    if (refused) found.push({ key, hard: false, ...refused });
    else measured.set(key, measure);
  }
  const strong = [...measured].filter(([, { auc, never, always }]) => auc >= OUTDOES.auc && never + always >= OUTDOES.share).sort((a, b) => b[1].auc - a[1].auc);
  for (const [key, measure] of strong) {
    if (measured.size <= OUTDOES.others) break;
    const others = alone(table, rows, new Set([...measured.keys()].filter((other) => other !== key)));
    if (others > measure.auc + OUTDOES.slack) continue;
    found.push({ key, code: "outdoes_all", hard: false, facts: { auc: measure.auc, others, never: measure.never, always: measure.always } });
    measured.delete(key);
  }
  return found;
}

function judge({ auc, never, always, filled_converted, filled_lost }: Separation): Pick<Refused, "code" | "facts"> | null {
  const tied = Math.abs(filled_converted - filled_lost);
  if (auc >= SEPARATES) return { code: "separates", facts: { auc } };
  if (never + always >= DECIDES.share && auc >= DECIDES.auc) return { code: "decides", facts: { auc, never, always } };
  if (tied >= FILLED) return { code: "filled_by_outcome", facts: { filled_converted, filled_lost } };
  if (tied >= GRADED.filled && never > 0 && always > 0 && never + always >= GRADED.share) return { code: "graded", facts: { filled_converted, filled_lost, never, always } };
  return null;
}
