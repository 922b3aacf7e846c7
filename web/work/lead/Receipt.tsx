import type { Text } from "../../../core/refusal.ts";
import type { Receipt as ReceiptOf } from "../../api/receipts.ts";
import { Countdown } from "../../ui/Countdown.tsx";
import { RelativeTime } from "../../ui/RelativeTime.tsx";
import { useText, useWords, type WordKey } from "../../words/words.ts";

const isText = (value: unknown): value is Text => typeof value === "object" && value !== null && "zh" in value && "en" in value;

/** What would change the outcome, by the reason that decided it. */
const CHANGES: Record<string, WordKey> = { no_activity: "leads:change_activity", no_stage_change: "leads:change_stage", not_converted: "leads:change_convert", waits_for_protection: "leads:change_protection", protection_ended: "leads:change_activity" };

/** A decision told to a person: the reasons, who else was considered, what would change it, and which version of the rules decided. */
export function Receipt({ receipt }: { receipt: ReceiptOf }) {
  const t = useWords();
  return (
    <div className="told">
      {receipt.kind === "score" ? <Points receipt={receipt} /> : <Sentences of={receipt.explain} />}
      {receipt.kind === "sla" && receipt.outcome.state === "running" && <p>{t("leads:change_response")}</p>}
      {receipt.kind === "sla" && receipt.outcome.state === "running" && typeof receipt.outcome.due_at === "string" && <Countdown due={receipt.outcome.due_at} from={receipt.at} />}
      {receipt.candidates.length > 0 && <Considered receipt={receipt} />}
      {[...new Set(receipt.reasons.flatMap((reason) => CHANGES[reason.code] ?? []))].map((key) => <p key={key} className="told-change">{t(key)}</p>)}
      <p className="quiet">{t(`leads:policy_${receipt.kind}`, { n: receipt.version })} · <RelativeTime at={receipt.at} /></p>
    </div>
  );
}

function Sentences({ of }: { of: Text[] }) {
  const text = useText();
  return <ul>{of.map((each, index) => <li key={index}>{text(each)}</li>)}</ul>;
}

/** Every rule that fired with its points; the last line is their sum, which is the score. */
function Points({ receipt }: { receipt: ReceiptOf }) {
  const t = useWords();
  const text = useText();
  const rows = receipt.reasons.map((reason, index) => {
    const name = reason.facts.name;
    const points = typeof reason.facts.points === "number" ? reason.facts.points : null;
    const sentence = receipt.explain[index];
    return { points, label: reason.code === "rule_fired" && isText(name) ? text(name) : sentence ? text(sentence) : "" };
  });
  const sum = rows.reduce((total, row) => total + (row.points ?? 0), 0);
  return (
    <table className="points">
      <tbody>
        {rows.map((row, index) => <tr key={index}><td>{row.label}</td><td className="number">{row.points === null ? "" : row.points > 0 ? `+${row.points}` : row.points}</td></tr>)}
        {rows.length === 0 && <tr><td className="quiet">{t("leads:no_points")}</td><td /></tr>}
      </tbody>
      <tfoot><tr><td>{t("leads:total_score")}</td><td className="number">{sum}</td></tr></tfoot>
    </table>
  );
}

function Considered({ receipt }: { receipt: ReceiptOf }) {
  const t = useWords();
  const text = useText();
  return (
    <>
      <h3>{t("leads:considered")}</h3>
      <table className="points">
        <tbody>
          {receipt.candidates.map((each) => <tr key={each.id} className={each.outcome === "chosen" ? "told-chosen" : ""}><td>{each.name ?? t("leads:someone")}</td><td>{each.outcome === "chosen" && <b>{t("leads:chosen")} </b>}{each.explain.map(text).join("；")}</td></tr>)}
        </tbody>
      </table>
    </>
  );
}
