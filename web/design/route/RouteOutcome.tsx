import type { Text } from "../../../core/refusal.ts";
import { fullNumber } from "../../ui/numbers.ts";
import { useText, useWords } from "../../words/words.ts";
import "./route.css";

interface Both {
  before: number;
  after: number;
}
interface Accepting {
  offered: number;
  missed: number;
  unknown: number;
}
export interface RouteAnswer {
  unassigned: Both;
  breaches: Both;
  people: { id: string; name: string; before: number; after: number; full: Both; most: Both; cap: number | null }[];
  accepting: { before: Accepting; after: Accepting } | null;
  rules: { id: string | null; name: Text | null; before: number; after: number }[];
}

const step = (before: number, after: number) => <>{fullNumber(before)} → <b className={after === before ? "" : after > before ? "up" : "down"}>{fullNumber(after)}</b></>;

/** What a draft would have meant: for each person, for the rules, and for single leads. */
export function RouteOutcome({ answer }: { answer: RouteAnswer }) {
  const t = useWords();
  const text = useText();
  const timed = answer.accepting ? ([["hand:trial_now", answer.accepting.before], ["hand:trial_draft", answer.accepting.after]] as const).filter(([, side]) => side.offered > 0) : [];
  return (
    <>
      <div className="scroll-x">
        <table className="impact" aria-label={t("route:impact")}>
          <thead><tr><th>{t("route:impact_person")}</th><th>{t("route:impact_before")} → {t("route:impact_after")}</th><th>{t("route:impact_most")}</th><th>{t("route:impact_full")}</th></tr></thead>
          <tbody>
            {answer.people.map((person) => (
              <tr key={person.id}>
                <td>{person.name}</td><td>{step(person.before, person.after)}</td>
                <td className={person.cap !== null && person.most.after >= person.cap ? "down" : ""}>{fullNumber(person.most.after)}{person.cap !== null && <span className="quiet"> / {fullNumber(person.cap)}</span>}</td>
                <td>{person.full.before + person.full.after === 0 ? <span className="faint">0</span> : step(person.full.before, person.full.after)}</td>
              </tr>
            ))}
            <tr><td>{t("trial:unassigned")}</td><td>{step(answer.unassigned.before, answer.unassigned.after)}</td><td>{t("route:breaches")}</td><td>{step(answer.breaches.before, answer.breaches.after)}</td></tr>
          </tbody>
        </table>
      </div>
      {timed.map(([name, { offered, missed, unknown }]) => (
        <p key={name} className="hint">{t("hand:trial_accept", { name: t(name), offered: fullNumber(offered), missed: fullNumber(missed) })}{unknown > 0 && ` ${t("hand:trial_accept_unknown", { n: fullNumber(unknown) })}`}</p>
      ))}
      <div className="scroll-x">
        <table className="impact" aria-label={t("route:rules_caught")}>
          <thead><tr><th>{t("route:rules_caught")}</th><th>{t("route:impact_before")} → {t("route:impact_after")}</th></tr></thead>
          <tbody>{answer.rules.filter((rule) => rule.before + rule.after > 0).map((rule) => <tr key={rule.id ?? ""}><td>{rule.name ? text(rule.name) : t("route:rule_fallback")}</td><td>{step(rule.before, rule.after)}</td></tr>)}</tbody>
        </table>
      </div>
    </>
  );
}
