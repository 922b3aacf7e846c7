import { useEffect, useRef } from "react";
import { coloursOf } from "../insight/colours.ts";
import { draw, type Drawn, type Option } from "../insight/echarts.ts";
import { useMode } from "../ui/mode.ts";
import { fullNumber } from "../ui/numbers.ts";
import { useLocale, useWords } from "../words/words.ts";
import type { Model } from "./data.ts";

type Figures = Model["figures"];
type Colours = ReturnType<typeof coloursOf>;
const share = (value: number): string => `${fullNumber(value * 100, 0)}%`;

/** Two pictures of a ranking: how many conversions the first calls find, and whether what is predicted comes true. */
export default function Curves({ figures }: { figures: Figures }) {
  const t = useWords();
  const colours = coloursOf(useMode());
  useLocale();
  if (figures.converted === 0) return <p className="hint">{t("predict:nothing_to_draw")}</p>;
  return (
    <div className="predict-charts">
      <figure><figcaption>{t("predict:gain_title")}</figcaption><Picture option={gainOption(figures, colours, t("predict:gain_model"), t("predict:gain_chance"), t("predict:gain_x"))} label={t("predict:gain_title")} /></figure>
      <figure><figcaption>{t("predict:calibration_title")}</figcaption><Picture option={calibrationOption(figures, colours, t("predict:predicted"), t("predict:became"))} label={t("predict:calibration_title")} /></figure>
    </div>
  );
}

function Picture({ option, label }: { option: Option; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = draw(element);
    drawn.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);
  const told = JSON.stringify(option);
  useEffect(() => {
    drawn.current?.setOption(withWords(JSON.parse(told) as Option), true);
  }, [told]);
  return <div ref={place} role="img" aria-label={label} className="predict-chart" />;
}

/** Functions cannot be told apart from one drawing to the next; they are added last. */
function withWords(option: Option): Option {
  const axis = (of: unknown) => ({ ...(of as object), axisLabel: { ...(of as { axisLabel?: object }).axisLabel, formatter: (value: number | string) => (typeof value === "number" ? share(value) : value) } });
  return { ...option, xAxis: axis(option.xAxis), yAxis: axis(option.yAxis), tooltip: { ...(option.tooltip as object), valueFormatter: (value: unknown) => (typeof value === "number" ? share(value) : Array.isArray(value) ? share(Number(value[1])) : "") } };
}

function base(colours: Colours): Option {
  return {
    animationDuration: 200, textStyle: { color: colours.text, fontFamily: colours.font, fontSize: 12 }, grid: { left: 4, right: 16, top: 30, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: colours.quiet } },
    tooltip: { trigger: "axis", confine: true, backgroundColor: colours.surface, borderColor: colours.line, textStyle: { color: colours.text, fontSize: 12 } },
  };
}

const values = (colours: Colours) => ({ type: "value", min: 0, splitNumber: 4, axisLabel: { color: colours.quiet, hideOverlap: true }, splitLine: { lineStyle: { color: colours.line, width: 0.6 } } });

function gainOption(figures: Figures, colours: Colours, model: string, chance: string, x: string): Option {
  const line = (name: string, data: number[][], colour: string, dashed: boolean) => ({ type: "line", name, data, showSymbol: false, lineStyle: { color: colour, width: dashed ? 1 : 2, ...(dashed ? { type: "dashed" } : {}) }, itemStyle: { color: colour } });
  return {
    ...base(colours), xAxis: { ...values(colours), max: 1, interval: 0.25, name: x, nameLocation: "middle", nameGap: 24, nameTextStyle: { color: colours.quiet } }, yAxis: { ...values(colours), max: 1, interval: 0.25 }, grid: { left: 4, right: 16, top: 30, bottom: 22, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    series: [line(model, figures.gain.map((point) => [point.share, point.found]), colours.of("model", 0), false), line(chance, [[0, 0], [1, 1]], colours.quiet, true)],
  };
}

function calibrationOption(figures: Figures, colours: Colours, predicted: string, became: string): Option {
  const bars = figures.calibration;
  const bar = (name: string, data: number[], colour: string) => ({ type: "bar", name, data, itemStyle: { color: colour }, barMaxWidth: 14 });
  return {
    ...base(colours), xAxis: { type: "category", data: bars.map((_, i) => String(i + 1)), axisLine: { lineStyle: { color: colours.line } }, axisTick: { show: false }, axisLabel: { color: colours.quiet } }, yAxis: values(colours),
    series: [bar(predicted, bars.map((bin) => bin.predicted), colours.of("model", 2)), bar(became, bars.map((bin) => bin.actual), colours.of("model", 0))],
  };
}
