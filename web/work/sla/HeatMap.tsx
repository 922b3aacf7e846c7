import { Link, useSearchParams } from "react-router";
import { clickTarget } from "../../insight/click.ts";
import { useReport } from "../../insight/data.ts";
import type { Asked } from "../../insight/question.ts";
import { Problem } from "../../ui/Problem.tsx";
import { useText, useWords } from "../../words/words.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The hours of the week in which clocks started, darker the more of them were missed; each number opens its leads. */
export function HeatMap({ asked }: { asked: Asked }) {
  const t = useWords();
  const text = useText();
  const [params] = useSearchParams();
  const answer = useReport("sla_compliance", asked);
  const section = answer.data?.sections.find((each) => each.key === "hours");
  const rows = section?.rows ?? [];
  const busy = new Set(rows.flatMap((row, i) => ((row.cells.sla_met?.value ?? 0) + (row.cells.sla_missed?.value ?? 0) + (row.cells.sla_running?.value ?? 0) > 0 ? [i % 24] : [])));
  // Hours in which nothing ever starts are left out at both ends.
  const shown = HOURS.filter((hour) => [...busy].some((each) => each <= hour) && [...busy].some((each) => each >= hour));
  return (
    <section className="panel widget widget-wide" aria-label={t("sla:hours")} aria-busy={answer.isPlaceholderData}>
      <header><h2>{t("sla:hours")}</h2></header>
      {answer.error && !answer.data ? <Problem error={answer.error} retry={() => void answer.refetch()} /> : !section ? <div className="chart-waiting" role="status" aria-busy="true" /> : shown.length === 0 ? <p className="widget-empty">{t("insight:nothing")}</p> : (
        <div className="heat-scroll">
          <table className="heat">
            <thead><tr><th />{shown.map((hour) => <th key={hour} scope="col" className="number">{hour}</th>)}</tr></thead>
            <tbody>
              {Array.from({ length: 7 }, (_, day) => (
                <tr key={day}>
                  <th scope="row">{text(rows[day * 24]?.title ?? { zh: "", en: "" }).split(" ")[0]}</th>
                  {shown.map((hour) => {
                    const row = rows[day * 24 + hour];
                    const missed = row?.cells.sla_missed;
                    const ended = (row?.cells.sla_met?.value ?? 0) + (missed?.value ?? 0);
                    const share = ended === 0 ? 0 : (missed?.value ?? 0) / ended;
                    const to = missed && clickTarget(missed, params);
                    const label = t("sla:hours_label", { hour: row ? text(row.title) : "", missed: missed?.value ?? 0, rate: ended === 0 ? "–" : `${Math.round((1 - share) * 100)}%` });
                    return <td key={hour} title={label} style={{ background: ended === 0 ? undefined : `color-mix(in srgb, var(--clew-bad) ${Math.round(share * 70)}%, color-mix(in srgb, var(--clew-good) 14%, var(--clew-surface)))` }}>{to ? <Link to={to} className="number" aria-label={label}>{missed.value}</Link> : null}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="hint">{t("sla:hours_text")}</p>
    </section>
  );
}
