import { fullNumber } from "../../ui/numbers.ts";
import { Problem } from "../../ui/Problem.tsx";
import { useWords } from "../../words/words.ts";
import type { useSpread } from "./spread.ts";

const HEATS = ["high", "mid", "low"] as const;

/** Score buckets before and after as pairs of bars, and heat in numbers; stays in sight while weights are being moved. */
export function SpreadPanel({ spread }: { spread: ReturnType<typeof useSpread> }) {
  const t = useWords();
  if (!spread.data) return spread.error ? <section className="panel"><Problem error={spread.error} retry={() => void spread.refetch()} /></section> : <section className="panel spread" aria-busy="true" />;
  const { leads, changed, distribution: { score, heat } } = spread.data;
  if (leads === 0) return <section className="panel"><p className="hint">{t("score:spread_empty")}</p></section>;
  const most = Math.max(1, ...score.before, ...score.after);
  return (
    <section className="panel spread" aria-label={t("score:spread")} aria-live="polite">
      <div className="spread-says">
        <b>{changed === 0 ? t("score:spread_same", { leads: fullNumber(leads) }) : t("score:spread_says", { leads: fullNumber(leads), changed: fullNumber(changed) })}</b>
        <span className="row" style={{ gap: 12 }}>{HEATS.map((each) => <span key={each} className="quiet">{t(`policies:heat_name_${each}`)} <span className="number">{fullNumber(heat.before[each] ?? 0)} → <b>{fullNumber(heat.after[each] ?? 0)}</b></span></span>)}</span>
        <span className="spread-key"><i />{t("score:spread_legend_before")}<i className="spread-after" />{t("score:spread_legend_after")}</span>
      </div>
      <div className="spread-bars">
        {score.before.map((before, index) => {
          const after = score.after[index] ?? 0;
          const to = index === 9 ? 100 : index * 10 + 9;
          return (
            <div key={index} className="spread-bucket" title={t("score:spread_bar", { from: index * 10, to, before, after })}>
              <div><i style={{ height: `${(before / most) * 100}%` }} /><i className="spread-after" style={{ height: `${(after / most) * 100}%` }} /></div>
              <small>{index * 10}</small>
            </div>
          );
        })}
      </div>
    </section>
  );
}
