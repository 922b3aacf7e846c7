import { fullNumber } from "../../ui/numbers.ts";
import { useWords } from "../../words/words.ts";
import { Foreseen, type ForeseenAnswer } from "./Foreseen.tsx";

interface Tally {
  met: number;
  missed: number;
  running: number;
}
interface Kept {
  id: string | null;
  name: string;
  before: Tally;
  after: Tally;
}
export interface SlaTrial {
  clocks: { before: Tally; after: Tally; person: Kept[]; team: Kept[]; source: Kept[] };
  running: ForeseenAnswer;
}

const MOST = 8;

/** A trial of clocks: met, missed and running under both rules, whose missed clocks change, and which running ones would move. */
export function SlaOutcome({ answer }: { answer: SlaTrial }) {
  const t = useWords();
  const { before, after, person, team, source } = answer.clocks;
  const tally = ({ met, missed, running }: Tally): string => t("sla:trial_says", { met: fullNumber(met), missed: fullNumber(missed), running: fullNumber(running) });
  return (
    <div className="stack" style={{ gap: 10 }}>
      <dl className="payload"><dt>{t("sla:trial_before")}</dt><dd>{tally(before)}</dd><dt>{t("sla:trial_after")}</dt><dd><b>{tally(after)}</b></dd></dl>
      {([["person", person], ["team", team], ["source", source]] as const).map(([by, rows]) => rows.length > 0 && <Missed key={by} title={t(`sla:trial_by_${by}`)} rows={rows} />)}
      <b>{t("sla:trial_running")}</b>
      <Foreseen answer={answer.running} />
    </div>
  );
}

function Missed({ title, rows }: { title: string; rows: Kept[] }) {
  const t = useWords();
  const most = Math.max(1, ...rows.flatMap((row) => [row.before.missed, row.after.missed]));
  return (
    <div>
      <p className="hint">{title}</p>
      <div className="bars">
        {rows.slice(0, MOST).map(({ id, name, before, after }) => [
          <span key={id}>{name || t("sla:trial_none")}</span>,
          <div key={`${id} bars`} className="bar"><i style={{ width: `${(before.missed / most) * 100}%` }} /><i style={{ width: `${(after.missed / most) * 100}%` }} /></div>,
          <span key={`${id} numbers`} className="number">{fullNumber(before.missed)} → <b className={after.missed === before.missed ? "" : after.missed > before.missed ? "down" : "up"}>{fullNumber(after.missed)}</b></span>,
        ])}
      </div>
    </div>
  );
}
