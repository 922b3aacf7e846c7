import { useEffect, useMemo, useRef } from "react";
import { useMe } from "../api/me.ts";
import { useMode } from "../ui/mode.ts";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { useLocale, useText } from "../words/words.ts";
import { chartOption, liesAcross } from "./chart-option.ts";
import { coloursOf } from "./colours.ts";
import type { Cell, Column, Section } from "./data.ts";
import { draw, type Drawn } from "./echarts.ts";
import { shownNumber } from "./shown-number.ts";

interface Props {
  chart: "bar" | "line" | "funnel";
  section: Section;
  columns: Column[];
  title: string;
  leak?: number | undefined;
  onCell(cell: Cell): void;
}

// More names than this are no picture any more; the table behind the chart has them all.
const MOST_NAMES = 12;

/** A chart that follows the page's width and theme; a click on a bar, point or step opens its records. */
export default function Chart({ chart, section, columns, title, leak, onCell }: Props) {
  const text = useText();
  const locale = useLocale();
  const mode = useMode();
  const narrow = usePhoneWidth();
  const { currency } = useMe().organisation;
  const dated = section.by === "date";
  const rows = useMemo(() => (dated ? section.rows : section.rows.slice(0, MOST_NAMES)), [dated, section.rows]);
  const across = liesAcross({ chart, dated, rows, narrow }, section.by);
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn>(null);
  const clicked = useRef(onCell);
  useEffect(() => {
    clicked.current = onCell;
  });
  const shown = useRef(rows);
  useEffect(() => {
    shown.current = rows;
  }, [rows]);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = draw(element);
    drawn.current = made;
    made.on("click", (event) => {
      const { dataIndex, seriesId } = event as { dataIndex?: number; seriesId?: string };
      const cell = dataIndex === undefined || seriesId === undefined ? undefined : shown.current[dataIndex]?.cells[seriesId];
      if (cell) clicked.current(cell);
    });
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    const number = (value: number | null, column: Column, short = false): string => shownNumber(value, column.kind, locale, currency, short);
    drawn.current?.setOption(chartOption({ chart, rows, columns, dated, colours: coloursOf(mode), narrow, leak, text, number }, across), true);
  }, [chart, rows, columns, dated, mode, narrow, leak, text, locale, currency, across]);
  return <div ref={place} role="img" aria-label={title} className="chart" style={{ minHeight: across ? 44 + rows.length * 30 : 268 }} />;
}
