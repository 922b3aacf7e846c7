import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { recordAddress } from "../app/pages.tsx";
import { fullNumber } from "../ui/numbers.ts";
import { useText, useWords } from "../words/words.ts";
import { outcomeWords } from "./outcome.ts";
import type { Difference, Side } from "./trial.ts";

const AT_ONCE = 10;

/** The leads a draft would treat differently; a click shows the reasons of both sides. */
export function Differences({ differences }: { differences: readonly Difference[] }) {
  const t = useWords();
  const text = useText();
  const [shown, setShown] = useState(AT_ONCE);
  const [open, setOpen] = useState<string>();
  if (differences.length === 0) return null;
  const left = differences.length - shown;
  return (
    <div>
      <h3>{t("trial:differences")} <small>{t("trial:differences_n", { n: fullNumber(differences.length) })}</small></h3>
      <ul className="versions trial-list">
        {differences.slice(0, shown).map((each) => (
          <li key={each.id}>
            <div className="trial-line">
              <Name of={each} />
              <span className="number">{outcomeWords(each.before, t, text)} → <b>{outcomeWords(each.after, t, text)}</b></span>
              <Button type="link" size="small" className="why" aria-expanded={open === each.id} aria-label={t("trial:why_of", { name: each.name })} onClick={() => setOpen(open === each.id ? undefined : each.id)}>{t("common:why")}</Button>
            </div>
            {open === each.id && <div className="trial-both"><Reasons title={t("trial:before")} side={each.before} /><Reasons title={t("trial:after")} side={each.after} /></div>}
          </li>
        ))}
      </ul>
      {left > 0 && <Button size="small" type="link" onClick={() => setShown(shown + AT_ONCE * 3)}>{t("trial:show_more", { n: Math.min(left, AT_ONCE * 3) })}</Button>}
    </div>
  );
}

/** Leads to the lead, or to the record an arrival went to that made none. */
function Name({ of: { id, name, arrival } }: { of: Difference }) {
  const t = useWords();
  const words = name || t("records:no_name");
  if (!arrival) return <Link to={recordAddress("lead", id)}>{words}</Link>;
  return <span className="trial-name">{arrival.object && arrival.record_id ? <Link to={recordAddress(arrival.object, arrival.record_id)}>{words}</Link> : words}<small className="hint">{t("match:came_again")}</small></span>;
}

function Reasons({ title, side }: { title: string; side: Side }) {
  const t = useWords();
  const text = useText();
  return (
    <section>
      <h4>{title} <b>{outcomeWords(side, t, text)}</b></h4>
      {side.explain.length === 0 ? <p className="hint">{t("trial:no_reason")}</p> : <ul className="reasons">{side.explain.map((said, index) => <li key={index}>{text(said)}</li>)}</ul>}
    </section>
  );
}
