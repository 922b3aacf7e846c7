import { Link, useSearchParams } from "react-router";
import { fullNumber } from "../ui/numbers.ts";
import { useWords } from "../words/words.ts";
import { OUTCOMES, type Outcome } from "./data.ts";

interface Props {
  counts: Record<Outcome, number>;
  /** Numbers open the rows they count. */
  opens?: boolean;
  /** Only for leads are there merges, attachments and quarantine. */
  lead: boolean;
}

/** How many rows became, or would become, what. */
export function Tally({ counts, opens = false, lead }: Props) {
  const t = useWords();
  const [params] = useSearchParams();
  const shown = OUTCOMES.filter((outcome) => (lead ? outcome !== "updated" : outcome === "created" || outcome === "updated" || outcome === "failed"));
  return (
    <dl className="tally">
      {shown.map((outcome) => {
        const n = counts[outcome];
        const to = new URLSearchParams(params);
        to.set("rows", outcome);
        return (
          <div key={outcome} className={n === 0 ? "tally-none" : outcome === "failed" || outcome === "quarantined" ? "tally-bad" : ""}>
            <dt title={t(`import:means_${outcome}`)}>{t(`import:${outcome}`)}</dt>
            <dd className="number">{opens && n > 0 ? <Link to={`?${to.toString()}`} aria-label={`${t(`import:${outcome}`)} ${fullNumber(n)}`}>{fullNumber(n)}</Link> : fullNumber(n)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
