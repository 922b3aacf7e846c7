import { Button, Slider, Switch, Tag } from "antd";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import type { Filter } from "../../core/language/types.ts";
import { listAddress } from "../insight/click.ts";
import { fullNumber } from "../ui/numbers.ts";
import { useText, useWords } from "../words/words.ts";
import { pointsNow, reach, type Factor, type Feature, type Model, type Points } from "./data.ts";
import { percent } from "./Figures.tsx";

interface Props {
  model: Model;
  draft: Model | null;
  points: Points;
  onPoints: (change: Points) => void;
  fixed: boolean;
  show: (version: number | undefined) => void;
}

const SHOWN = 6;
const WIDEST = 60;

/** What makes a lead more or less likely to convert, in points, each to be raised, lowered or switched off. */
export function Factors({ model, draft, points, onPoints, fixed, show }: Props) {
  const t = useWords();
  const [all, setAll] = useState(false);
  const features = useMemo(() => [...model.features].sort((a, b) => reach(b) - reach(a)), [model.features]);
  return (
    <section className="panel" aria-label={t("predict:factors")}>
      <div className="panel-head"><h2>{t("predict:factors")}</h2>{draft && draft.version !== model.version && <Button size="small" type="link" onClick={() => show(draft.version)}>{t("predict:open_draft", { n: draft.version })}</Button>}</div>
      <p className="hint">{t(fixed ? "predict:factors_read" : "predict:factors_hint")}</p>
      {(all ? features : features.slice(0, SHOWN)).map((feature) => <FeaturePart key={feature.key} feature={feature} points={points} set={onPoints} fixed={fixed} />)}
      {features.length > SHOWN && <Button type="link" size="small" onClick={() => setAll(!all)}>{all ? t("predict:fewer") : t("predict:more", { n: features.length - SHOWN })}</Button>}
    </section>
  );
}

function FeaturePart({ feature, points, set, fixed }: { feature: Feature; points: Points; set: (next: Points) => void; fixed: boolean }) {
  const t = useWords();
  const text = useText();
  const label = text(feature.label);
  const [all, setAll] = useState(false);
  const off = feature.factors.every((factor) => pointsNow(factor, points) === 0);
  const switched = (on: boolean): void => set(Object.fromEntries(feature.factors.map((factor) => [factor.key, on ? factor.learned : 0])));
  return (
    <div className={off ? "predict-feature predict-off" : "predict-feature"} role="group" aria-label={label}>
      <header><h3>{label}</h3>{!fixed && <Switch size="small" checked={!off} aria-label={t("predict:counts", { name: label })} onChange={switched} />}</header>
      <ul>
        {shownFactors(feature, all ? feature.factors.length : SHOWN).map((factor) => <FactorLine key={factor.key} name={`${label}：${text(factor.label)}`} label={text(factor.label)} factor={factor} value={pointsNow(factor, points)} set={(value) => set({ [factor.key]: value })} fixed={fixed} />)}
      </ul>
      {feature.factors.length > SHOWN && !feature.factors.some(({ key }) => key.includes("..")) && <Button type="link" size="small" onClick={() => setAll(!all)}>{all ? t("predict:fewer") : t("predict:more", { n: feature.factors.length - SHOWN })}</Button>}
    </div>
  );
}

/** The factors that move a lead most, best first; ranges of numbers stay in their order. */
function shownFactors({ factors }: Feature, most: number): Factor[] {
  const ranges = factors.some(({ key }) => key.includes(".."));
  return ranges ? factors : [...factors].sort((a, b) => Math.abs(b.learned) - Math.abs(a.learned)).slice(0, most).sort((a, b) => b.learned - a.learned);
}

/** "+12", "0", "-3". */
function signed(points: number): string {
  const whole = Math.round(points) || 0;
  return `${whole > 0 ? "+" : ""}${fullNumber(whole, 0)}`;
}

function FactorLine({ name, label, factor, value, set, fixed }: { name: string; label: string; factor: Factor; value: number; set: (value: number) => void; fixed: boolean }) {
  const t = useWords();
  const changed = Math.round(value) !== Math.round(factor.learned);
  const rows = t("predict:rows", { n: fullNumber(factor.rows), share: percent(factor.rows > 0 ? factor.converted / factor.rows : 0, 1) });
  return (
    <li className="predict-factor">
      <span className="predict-factor-name" title={label}>{label}</span>
      <b className={`number ${value > 0.5 ? "key-good" : value < -0.5 ? "key-bad" : "quiet"}`}>{signed(value)}</b>
      {fixed ? <Bar value={value} /> : <Slider className="predict-slider" min={-WIDEST} max={WIDEST} value={Math.round(Math.min(Math.max(value, -WIDEST), WIDEST))} included={false} marks={{ 0: " " }} ariaLabelForHandle={name} tooltip={{ formatter: (at) => signed(at ?? 0) }} onChange={set} />}
      <span className="predict-factor-rows">
        {factor.filter ? <Link to={listAddress("lead", factor.filter as Filter)} title={t("predict:open_rows")}>{rows}</Link> : <span className="quiet">{rows}</span>}
        {changed && (fixed ? <Tag>{t("predict:by_hand", { points: signed(factor.learned) })}</Tag> : <Button size="small" type="link" onClick={() => set(factor.learned)}>{t("predict:as_learned", { points: signed(factor.learned) })}</Button>)}
      </span>
    </li>
  );
}

/** The same as a picture only. */
function Bar({ value }: { value: number }) {
  const width = Math.min(50, (Math.abs(value) / WIDEST) * 50);
  return <span className="predict-bar" aria-hidden><i className={value < 0 ? "predict-bar-minus" : ""} style={{ width: `${width}%`, left: value < 0 ? `${50 - width}%` : "50%" }} /></span>;
}
