import { lazy, Suspense } from "react";
import { fullNumber } from "../ui/numbers.ts";
import { useWords } from "../words/words.ts";
import type { Model } from "./data.ts";

const Curves = lazy(() => import("./Curves.tsx"));

export const percent = (share: number, scale = 0): string => `${fullNumber(share * 100, scale)}%`;
const day = (at: string): string => at.slice(0, 10);

/** How good a version is, told in words first; measured on the newest leads, which it has not seen. */
export function Figures({ model, needed }: { model: Model; needed: number }) {
  const t = useWords();
  const { figures } = model;
  const tenth = figures.lift[0];
  const quality = figures.auc === null ? "unknown" : figures.auc >= 0.8 ? "strong" : figures.auc >= 0.7 ? "good" : figures.auc >= 0.6 ? "some" : "weak";
  return (
    <section className="panel" aria-label={t("predict:how_good")}>
      <h2>{t("predict:how_good")}<small>{t("predict:of_version", { n: model.version })}</small></h2>
      <div className="predict-facts">
        <Fact value={figures.auc === null ? "–" : fullNumber(figures.auc * 100, 0)} label={t("predict:right_of_100")} note={t(`predict:quality_${quality}`)} />
        {tenth && <Fact value={`${fullNumber(tenth.lift, 1)}×`} label={t("predict:first_tenth")} note={t("predict:first_tenth_note", { found: percent(tenth.found) })} />}
        <Fact value={percent(figures.rows > 0 ? figures.converted / figures.rows : 0, 1)} label={t("predict:average")} note={t("predict:average_note", { n: fullNumber(figures.rows) })} />
        {model.rule_auc !== null && figures.auc !== null && <Fact value={fullNumber(model.rule_auc * 100, 0)} label={t("predict:rules_alone")} note={t(figures.auc - model.rule_auc > 0.01 ? "predict:better_than_rules" : "predict:not_better")} />}
      </div>
      {figures.auc_from !== null && figures.auc_to !== null && <p className="hint">{t("predict:interval", { from: fullNumber(figures.auc_from * 100, 0), to: fullNumber(figures.auc_to * 100, 0), n: fullNumber(figures.converted) })}</p>}
      <Suspense fallback={<div className="predict-charts chart-waiting" role="status" aria-busy="true" />}><Curves figures={figures} /></Suspense>
      <details className="predict-how">
        <summary>{t("predict:how")}</summary>
        <p>{t("predict:how_split", { from: day(model.from), measured: day(model.measured_from), to: day(model.to), rows: fullNumber(model.rows), converted: fullNumber(model.converted) })}</p>
        <p>{t("predict:how_numbers", { auc: figures.auc === null ? "–" : fullNumber(figures.auc, 3), brier: fullNumber(figures.brier, 4), average: fullNumber(figures.brier_average, 4), loss: fullNumber(figures.log_loss, 4) })}</p>
        {model.weight < 1 && <p>{t(model.rule_score ? "predict:how_shrunk" : "predict:how_shrunk_average", { learned: percent(model.weight), rest: percent(1 - model.weight), n: model.learned_from, needed })}</p>}
      </details>
    </section>
  );
}

function Fact({ value, label, note }: { value: string; label: string; note: string }) {
  return <div className="predict-fact"><span className="quiet">{label}</span><b className="number">{value}</b><small className="quiet">{note}</small></div>;
}
