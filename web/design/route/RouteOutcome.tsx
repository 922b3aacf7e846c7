import { Link } from "react-router";
import type { Text } from "../../../core/refusal.ts";
import { recordAddress } from "../../app/pages.tsx";
import { fullNumber } from "../../ui/numbers.ts";
import { useText, useWords } from "../../words/words.ts";
import "./route.css";

interface Both {
  before: number;
  after: number;
}
export interface RouteAnswer {
  leads: number;
  limited: boolean;
  changed: number;
  unassigned: Both;
  breaches: Both;
  people: { id: string; name: string; before: number; after: number; full: Both; most: Both; cap: number | null }[];
  rules: { id: string | null; name: Text | null; before: number; after: number }[];
  differences: { id: string; name: string; before: { outcome: { name: string } }; after: { outcome: { name: string } } }[];
}

const step = (before: number, after: number) => <>{fullNumber(before)} → <b className={after === before ? "" : after > before ? "up" : "down"}>{fullNumber(after)}</b></>;

/** What a draft would have meant: for each person, for the rules, and for single leads. */
export function RouteOutcome({ answer }: { answer: RouteAnswer }) {
  const t = useWords();
  const text = useText();
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
            <tr><td>{t("policies:unassigned")}</td><td>{step(answer.unassigned.before, answer.unassigned.after)}</td><td>{t("route:breaches")}</td><td>{step(answer.breaches.before, answer.breaches.after)}</td></tr>
          </tbody>
        </table>
      </div>
      <div className="scroll-x">
        <table className="impact" aria-label={t("route:rules_caught")}>
          <thead><tr><th>{t("route:rules_caught")}</th><th>{t("route:impact_before")} → {t("route:impact_after")}</th></tr></thead>
          <tbody>{answer.rules.filter((rule) => rule.before + rule.after > 0).map((rule) => <tr key={rule.id ?? ""}><td>{rule.name ? text(rule.name) : t("route:rule_fallback")}</td><td>{step(rule.before, rule.after)}</td></tr>)}</tbody>
        </table>
      </div>
      <ul className="versions">
        {answer.differences.slice(0, 8).map((sample) => (
          <li key={sample.id}><Link style={{ flex: 1 }} to={recordAddress("lead", sample.id)}>{sample.name || t("records:no_name")}</Link><span>{sample.before.outcome.name} → <b>{sample.after.outcome.name}</b></span></li>
        ))}
      </ul>
    </>
  );
}
