import dayjs from "dayjs";
import { Link } from "react-router";
import type { OutputOf } from "../../../apps/contract.ts";
import { recordAddress } from "../../app/pages.tsx";
import { fullNumber } from "../../ui/numbers.ts";
import { useText, useWords } from "../../words/words.ts";

export type ForeseenAnswer = OutputOf<"calendar.preview">;

const MOST_PEOPLE = 12;
const time = (at: string): string => dayjs(at).format("MM-DD HH:mm");

/** What a change would do to the clocks that run now: how many move, which way, and some of them. */
export function Foreseen({ answer }: { answer: ForeseenAnswer }) {
  const t = useWords();
  const text = useText();
  const { clocks, moved, earlier, later, breached, rescued, withdrawn, handed_on, limited, people, examples } = answer;
  const n = fullNumber;
  return (
    <div className="foreseen">
      <p>{moved + withdrawn === 0 ? t("sla:foreseen_none", { clocks: n(clocks) }) : t("sla:foreseen", { clocks: n(clocks), moved: n(moved), earlier: n(earlier), later: n(later) })}{limited && ` ${t("sla:foreseen_limited")}`}</p>
      {breached > 0 && <p className="foreseen-bad">{t("sla:foreseen_breached", { n: n(breached) })}</p>}
      {rescued > 0 && <p>{t("sla:foreseen_rescued", { n: n(rescued) })}</p>}
      {withdrawn > 0 && <p>{t("sla:foreseen_withdrawn", { n: n(withdrawn) })}</p>}
      {handed_on > 0 && <p>{t("clocks:foreseen_handed_on", { n: n(handed_on) })}</p>}
      {people.length > 1 && (
        <p className="foreseen-people">
          {t("clocks:foreseen_whose")} {people.slice(0, MOST_PEOPLE).map((each) => <span key={each.id} title={t("clocks:foreseen_person", { earlier: n(each.earlier), later: n(each.later), breached: n(each.breached) })}>{each.name} <b className="number">{n(each.moved + each.withdrawn)}</b></span>)}
          {people.length > MOST_PEOPLE && <span className="quiet">{t("clocks:foreseen_others", { n: n(people.length - MOST_PEOPLE) })}</span>}
        </p>
      )}
      {examples.length > 0 && (
        <ul>
          {examples.slice(0, 6).map((each) => (
            <li key={`${each.lead_id} ${each.from}`}>
              <Link to={recordAddress("lead", each.lead_id)}>{each.lead || t("records:no_name")}</Link>
              <span className="quiet">{t("sla:foreseen_example", { owner: each.owner ?? "–", clock: text(each.clock) })}</span>
              <span className="number">{time(each.from)} → <b>{each.to ? time(each.to) : t("sla:foreseen_gone")}</b></span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
