import { fullNumber } from "../ui/numbers.ts";
import { useWords } from "../words/words.ts";

export interface BarRow {
  label: string;
  before: number;
  after: number;
}

const MOST = 12;

/** Before (grey) and after as two bars a row, with both numbers; the longest dozen, the rest summed up. */
export function Bars({ rows }: { rows: readonly BarRow[] }) {
  const t = useWords();
  const rest = rows.slice(MOST);
  const sum = (of: "before" | "after"): number => rest.reduce((total, row) => total + row[of], 0);
  const shown = rest.length > 1 ? [...rows.slice(0, MOST), { label: t("trial:more_rows", { n: rest.length }), before: sum("before"), after: sum("after") }] : rows;
  const most = Math.max(1, ...rows.slice(0, MOST).flatMap((row) => [row.before, row.after]));
  return (
    <div className="bars">
      {shown.map(({ label, before, after }, index) => [
        <span key={`${index} name`} title={label}>{label}</span>,
        <div key={`${index} bars`} className="bar">{index < MOST && <><i style={{ width: `${(before / most) * 100}%` }} /><i style={{ width: `${(after / most) * 100}%` }} /></>}</div>,
        <span key={`${index} numbers`} className="number">{fullNumber(before)} → <b className={after === before ? "" : after > before ? "up" : "down"}>{fullNumber(after)}</b></span>,
      ])}
    </div>
  );
}
