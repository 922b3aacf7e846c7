import type { Text } from "../../core/refusal.ts";
import type { Colours } from "./colours.ts";
import type { Column, Section } from "./data.ts";
import type { Option } from "./echarts.ts";

export interface Drawing {
  chart: "bar" | "line" | "funnel";
  rows: Section["rows"];
  columns: Column[];
  /** Its rows are days, weeks or months. */
  dated: boolean;
  colours: Colours;
  narrow: boolean;
  /** The row of the largest loss, for funnels. */
  leak?: number | undefined;
  text(of: Text): string;
  /** A value in words; `short` for axes. */
  number(value: number | null, column: Column, short?: boolean): string;
}

/** Lines lie across when their names are long words rather than days or a few ranges. */
export const liesAcross = ({ chart, dated, rows, narrow }: Pick<Drawing, "chart" | "dated" | "rows" | "narrow">, by: Section["by"]): boolean =>
  chart === "bar" && !dated && (by === "person" || by === "source" || by === "reason" || narrow) && rows.length > 0;

/** The option of a chart for the charts library; series are columns, data indices are rows. */
export function chartOption(drawing: Drawing, across: boolean): Option {
  const { colours, columns } = drawing;
  const base: Option = {
    animationDuration: 200, textStyle: { color: colours.text, fontFamily: colours.font, fontSize: 12 },
    tooltip: { trigger: drawing.chart === "funnel" ? "item" : "axis", axisPointer: { type: drawing.chart === "line" ? "line" : "shadow" }, confine: true, backgroundColor: colours.surface, borderColor: colours.line, textStyle: { color: colours.text, fontSize: 12 } },
  };
  if (drawing.chart === "funnel") return { ...base, series: [funnelSeries(drawing)], tooltip: { show: false } };
  const category = {
    type: "category", data: drawing.rows.map((row) => (drawing.dated ? dayName(row.key ?? "") : drawing.text(row.title))), inverse: across,
    axisLine: { lineStyle: { color: colours.line } }, axisTick: { show: false },
    axisLabel: { color: colours.quiet, hideOverlap: true, ...(across ? { width: drawing.narrow ? 86 : 130, overflow: "truncate" } : drawing.dated ? {} : { interval: 0, width: 64, overflow: "break" }) },
  };
  const first = columns[0] as Column;
  const value = { type: "value", minInterval: first.kind === "count" ? 1 : 0, splitNumber: 4, axisLabel: { color: colours.quiet, hideOverlap: true, formatter: (at: number) => drawing.number(at, first, true) }, splitLine: { lineStyle: { color: colours.line, width: 0.6 } } };
  return {
    ...base,
    grid: { left: 4, right: 22, top: columns.length > 1 ? 34 : 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    ...(columns.length > 1 ? { legend: { top: 0, left: 0, type: "scroll", itemWidth: 12, itemHeight: 8, textStyle: { color: colours.quiet }, pageTextStyle: { color: colours.quiet }, pageIconColor: colours.quiet } } : {}),
    xAxis: across ? value : category, yAxis: across ? category : value,
    series: columns.map((column, index) => lineOrBar(drawing, column, index)),
  };
}

function lineOrBar(drawing: Drawing, column: Column, index: number) {
  const { chart, columns, rows, colours } = drawing;
  const colour = colours.of(column.key, index);
  return {
    type: chart, name: drawing.text(column.title), id: column.key, data: rows.map((row) => row.cells[column.key]?.value ?? null), itemStyle: { color: colour },
    tooltip: { valueFormatter: (value: unknown) => drawing.number(typeof value === "number" ? value : null, column) },
    ...(chart === "bar" ? { barMaxWidth: 26, cursor: "pointer", ...(columns.length > 1 ? { stack: column.key.split("_")[0] } : {}) } : { lineStyle: { color: colour, width: 2 }, showSymbol: rows.length < 40, symbolSize: 7, triggerLineEvent: false, smooth: false }),
  };
}

function funnelSeries({ rows, columns, colours, leak, text, number, narrow }: Drawing) {
  const column = columns[0] as Column;
  const label = ({ dataIndex }: { dataIndex: number }): string => {
    const row = rows[dataIndex];
    const rate = row?.cells.rate?.value;
    return `${row ? text(row.title) : ""}  {b|${number(row?.cells[column.key]?.value ?? null, column)}}${dataIndex > 0 && rate != null ? `  {q|${Math.round(rate * 1000) / 10}%}` : ""}`;
  };
  return {
    type: "funnel", id: column.key, sort: "none", gap: 3, minSize: "4%", left: 0, width: narrow ? "46%" : "60%", top: 6, bottom: 6, funnelAlign: "left", cursor: "pointer",
    label: { position: "right", formatter: label, color: colours.text, rich: { b: { fontWeight: 600, color: colours.text }, q: { color: colours.quiet } } }, labelLine: { show: false },
    // Beside each other, not along the slope, where they would lie on the next step.
    labelLayout: { x: narrow ? "49%" : "63%" },
    data: rows.map((row, index) => ({ value: row.cells[column.key]?.value ?? 0, name: text(row.title), itemStyle: { color: index === leak ? colours.bad : colours.of(column.key, 0), opacity: index === leak ? 1 : 1 - index * 0.1, borderWidth: 0 } })),
  };
}

/** "2026-03-02" → "3/2". */
function dayName(key: string): string {
  const [, month, day] = key.split("-");
  return day ? `${Number(month)}/${Number(day)}` : key;
}
