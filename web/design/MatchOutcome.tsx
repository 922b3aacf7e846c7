import { Button, Popover } from "antd";
import { Link } from "react-router";
import type { Text } from "../../core/refusal.ts";
import { recordAddress } from "../app/pages.tsx";
import { fullNumber } from "../ui/numbers.ts";
import { useText, useWords } from "../words/words.ts";

const OUTCOMES = ["create", "merge", "attach", "duplicate", "quarantine"] as const;
type Outcome = (typeof OUTCOMES)[number];
interface Side {
  outcome: { outcome: Outcome; with: string | null };
  explain: Text[];
}
export interface MatchTrial {
  outcomes: Record<"before" | "after", Partial<Record<Outcome, number>>>;
  differences: { id: string; name: string; before: Side; after: Side }[];
}

/** What tried match rules would have made of the leads: how many of each outcome, and the newest that differ with why. */
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
      <ul className="versions">
        {answer.differences.slice(0, 8).map((each) => (
          <li key={each.id}>
            <Link style={{ flex: 1, minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }} to={recordAddress("lead", each.id)}>{each.name || t("records:no_name")}</Link>
            <span style={{ whiteSpace: "nowrap" }}>{t(`match:outcome_${each.before.outcome.outcome}`)} → <b>{t(`match:outcome_${each.after.outcome.outcome}`)}</b></span>
            <Popover trigger="click" placement="left" content={<Because side={each.after.outcome.outcome === "create" ? each.before : each.after} />}><Button type="link" size="small" className="why">{t("common:why")}</Button></Popover>
          </li>
        ))}
      </ul>
    </>
  );
}

function Because({ side }: { side: Side }) {
  const t = useWords();
  const text = useText();
  return (
    <ul className="reasons receipt">
      {side.explain.map((each, index) => <li key={index}>{text(each)}</li>)}
      {side.outcome.with && <li><Link to={recordAddress("lead", side.outcome.with)}>{t("match:another")}</Link></li>}
    </ul>
  );
}
