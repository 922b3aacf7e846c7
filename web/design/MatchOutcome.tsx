import { fullNumber } from "../ui/numbers.ts";
import { useWords } from "../words/words.ts";

const OUTCOMES = ["create", "merge", "attach", "duplicate", "quarantine"] as const;
type Outcome = (typeof OUTCOMES)[number];
export interface MatchTrial {
  /** Arrivals replayed that had made no lead. */
  arrivals: number;
  outcomes: Record<"before" | "after", Partial<Record<Outcome, number>>>;
}

/** What tried match rules would have made of the leads: how many of each outcome. */
export function MatchOutcome({ answer }: { answer: MatchTrial }) {
  const t = useWords();
  const { before, after } = answer.outcomes;
  return (
    <>
      <div className="bars">
        {OUTCOMES.filter((each) => (before[each] ?? 0) + (after[each] ?? 0) > 0).map((each) => [
          <span key={each}>{t(`match:outcome_${each}`)}</span>,
          <span key={`${each} between`} />,
          <span key={`${each} numbers`} className="number">{fullNumber(before[each] ?? 0)} → <b>{fullNumber(after[each] ?? 0)}</b></span>,
        ])}
      </div>
      {answer.arrivals > 0 && <p className="hint">{t("match:arrivals", { n: fullNumber(answer.arrivals) })}</p>}
    </>
  );
}
